using CsCheck;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Whatever a namespace holds, whichever preset restores it and in whatever allowed order: no volume is filled again,
/// nothing
/// is collected, no machine starts before its volumes, and no identity is there twice.
/// </summary>
public class RehearsalLawTests
{
    private static readonly RestorePolicy[] Presets =
    [
        RestorePresets.Guide,
        RestorePresets.Preserve,
        RestorePresets.Unique,
        RestorePresets.InPlace,
        RestorePresets.DisasterRecovery,
    ];

    private static readonly VolumeOutcome[] WithData =
    [
        VolumeOutcome.Kept,
        VolumeOutcome.Adopted,
        VolumeOutcome.WaitsForConsumer,
    ];

    private static readonly Gen<NameMap> Maps = ArchivedNamespace.OneOf([
        NameMap.Empty,
        Map([], ["fast=plain", "plain=local"]),
        Map(["ns=other"], []),
        Map(["ns=other"], ["local=fast"]),
    ]);

    [Fact]
    public void A_preset_loses_nothing_in_any_allowed_order() =>
        Gen.Select(ArchivedNamespace.Gen, ArchivedNamespace.OneOf(Presets), Maps, Gen.Int[0, 1000], Gen.Bool)
            .Sample(
                (resources, preset, names, seed, waits) =>
                {
                    var result = preset.Apply(resources.ToGraph(), names);
                    var steps = Shuffle(result, new Random(seed), waits);
                    var report = RestoreRehearsal.Play(
                        steps,
                        Play.Target with
                        {
                            Namespaces = ["ns", "other"],
                        },
                        CancellationToken.None
                    );

                    report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ShouldBeEmpty();
                    report.Volumes.ShouldAllBe(volume => WithData.Contains(volume.Outcome));
                    report.Volumes.Count.ShouldBe(resources.Count(one => one.Id.Kind == Kinds.PersistentVolumeClaim));
                },
                iter: 150
            );

    // The sets bring claims first, so that they alone would not show a DataVolume that lost its mark. Others restore in
    // orders of their own: a DataVolume that is marked waits for its claim.
    [Fact]
    public void Every_DataVolume_of_a_preset_waits_for_its_claim() =>
        Gen.Select(ArchivedNamespace.Gen, ArchivedNamespace.OneOf(Presets), Maps)
            .Sample(
                (resources, preset, names) =>
                {
                    var restored = preset.Apply(resources.ToGraph(), names).Resources.ToList();
                    var volumes = restored.Where(resource => resource.Id.Kind == Kinds.DataVolume).ToList();
                    var steps = RestoreRehearsal.StepsOf([volumes, restored.Except(volumes).ToList()]);
                    var target = Play.Target with { Namespaces = ["ns", "other"] };
                    var report = RestoreRehearsal.Play(steps, target, CancellationToken.None);

                    report.Refusals.ShouldBeEmpty();
                    report.Volumes.ShouldAllBe(volume => WithData.Contains(volume.Outcome));
                },
                iter: 60
            );

    // Restored beside the originals a copy must not share anything that tells machines apart.
    [Fact]
    public void A_copy_shares_no_identity_with_its_original() =>
        ArchivedNamespace.Gen.Sample(
            resources =>
            {
                var names = Map(["ns=other"], []);
                var originals = RestorePresets.Preserve.Apply(resources.ToGraph());
                var target = Play.Target with
                {
                    Namespaces = ["ns", "other"],
                    Existing = RestoreRehearsal.StepsOf(originals.Sets),
                };
                var (unique, preserved) = (RestorePresets.Unique, RestorePresets.Preserve);

                Twins(unique.Apply(resources.ToGraph(), names), target).ShouldBeEmpty();
                Twins(preserved.Apply(resources.ToGraph(), names), target).ShouldNotBeEmpty();
            },
            iter: 20
        );

    private static NameMap Map(string[] namespaces, string[] classes)
    {
        var builder = new NameMapBuilder();
        foreach (var map in namespaces)
            builder.AddNamespace(map);
        foreach (var map in classes)
            builder.AddStorageClass(map);

        return builder.Build();
    }

    private static IEnumerable<Finding> Twins(RestoreResult result, RehearsalTarget target) =>
        RestoreRehearsal
            .Run(result, target, CancellationToken.None)
            .Findings.Where(finding => finding.Id == FindingIds.RehearsedTwin);

    /// <summary>The objects of a set in any order; the sets in theirs, with a pause between them or without.</summary>
    private static List<RehearsalStep> Shuffle(RestoreResult result, Random random, bool waits)
    {
        var steps = new List<RehearsalStep>();
        foreach (var set in result.Sets)
        {
            var order = set.ToArray();
            random.Shuffle(order);
            steps.AddRange(order.Select(RehearsalStep.Apply));
            if (waits)
                steps.Add(RehearsalStep.Wait);
        }

        return steps;
    }
}
