using CsCheck;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// There is one truth about CDI: what a restore says of its volumes at a glance is what happens when it is played.
/// </summary>
public class VolumesAgreeTests
{
    private static readonly RestorePolicy Nothing = RestorePolicy.CreateBuilder().Build("nothing");

    private static readonly Dictionary<VolumeHandling, VolumeOutcome[]> Meaning = new()
    {
        [VolumeHandling.Claim] = [VolumeOutcome.Kept, VolumeOutcome.WaitsForConsumer],
        [VolumeHandling.Adopted] = [VolumeOutcome.Adopted, VolumeOutcome.WaitsForConsumer],
        [VolumeHandling.AdoptedByTemplate] = [VolumeOutcome.Adopted, VolumeOutcome.WaitsForConsumer],
        [VolumeHandling.Populated] = [VolumeOutcome.FilledAnew],
        [VolumeHandling.PopulatedByTemplate] = [VolumeOutcome.FilledAnew],
        [VolumeHandling.Waiting] = [VolumeOutcome.Pending],
    };

    private static readonly Gen<string> ClaimMarks = ArchivedNamespace.OneOf([
        "",
        Play.PopulatedFor,
        Play.PopulatedFor + ", cdi.kubevirt.io/storage.import.endpoint: x",
        Play.PopulatedFor
            + ", cdi.kubevirt.io/storage.import.endpoint: x, cdi.kubevirt.io/storage.pod.phase: Succeeded",
        Play.PopulatedFor + ", cdi.kubevirt.io/storage.upload.target: \"\"",
        "cdi.kubevirt.io/storage.populatedFor: other",
    ]);

    private static readonly Gen<string> VolumeMarks = ArchivedNamespace.OneOf([
        "",
        Play.PrePopulated,
        "cdi.kubevirt.io/allowClaimAdoption: \"true\"",
    ]);

    [Fact]
    public void What_a_restore_says_of_a_volume_is_what_happens() =>
        Gen.Select(ClaimMarks, VolumeMarks, Gen.Int[1, 7])
            .Sample(
                (claim, volume, parts) =>
                {
                    var documents = new List<string>();
                    if ((parts & 1) != 0)
                        documents.Add(Play.Claim(annotations: claim));
                    if ((parts & 2) != 0)
                        documents.Add(Play.Volume(volume));
                    if ((parts & 4) != 0)
                        documents.Add(Play.Machine());
                    Agree(Nothing, documents);
                },
                iter: 300
            );

    // A preset marks what is restored, so the glance and the play agree on every volume of every namespace.
    [Fact]
    public void After_a_preset_they_agree_on_every_namespace() =>
        ArchivedNamespace.Gen.Sample(
            resources =>
            {
                var result = RestorePresets.Preserve.Apply(resources.ToGraph());
                var report = RestoreRehearsal.Run(result, Play.Target, CancellationToken.None);

                report
                    .Volumes.Select(volume => volume.Claim)
                    .ShouldBe(result.Volumes.Select(decision => decision.Claim));
                foreach (var (decision, volume) in result.Volumes.Zip(report.Volumes))
                    Meaning[decision.Handling].ShouldContain(volume.Outcome, decision.ToString());
            },
            iter: 40
        );

    private static void Agree(RestorePolicy policy, IEnumerable<string> documents)
    {
        var resources = Manifest.Read(string.Join("\n---\n", documents)).Resources;
        var result = policy.Apply(ResourceGraph.Create(resources, BuiltInResolvers.Default));
        var report = RestoreRehearsal.Run(result, Play.Target, CancellationToken.None);
        if (result.Volumes is not [var decision])
        {
            report.Volumes.ShouldBeEmpty();
            return;
        }

        if (decision.Handling == VolumeHandling.Broken)
            report.HasErrors.ShouldBeTrue(decision.ToString());
        else
            Meaning[decision.Handling].ShouldContain(report.OutcomeOf(), decision.ToString());
    }
}
