using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>From the manifests to every output: a plan, each preset, its rehearsal, and all formats of them.</summary>
internal sealed class WholeTarget : FuzzTarget
{
    private static readonly RehearsalTarget Target = new()
    {
        StorageClasses = [new RehearsalClass("fast")],
        DefaultClass = "fast",
    };

    public override string Name => "whole";

    public override string Meaning => "a recipe for objects";

    // An input takes a tenth of a second. Recipes choose the other fixtures.
    public override IEnumerable<byte[]> Seeds => Recipes.Seeds().Where((_, index) => index % 8 == 0);

    public override int MaxLength => 64;

    // A few bytes choose a fixture of thousands, which then is written in dozens of pages.
    public override long AllocatedPerByte => 8 << 20;

    protected override void TryInput(byte[] input)
    {
        var set = new ManifestReader().Read(Recipes.Make(input), "input");
        var plan = BackupPlanner.Plan(set);
        Check(plan.Findings);
        CheckPrinted(plan.ToText(), plan.ToTree(), plan.ToMermaid(), plan.ToDot(), plan.ToHtml());
        var document = plan.ToJson();
        Promise.Same(document, BackupPlanDocument.Read(document).ToJson(), "the document of a plan");

        foreach (var preset in RestorePresets.All)
            CheckRestore(plan, preset);
    }

    private static void CheckRestore(BackupPlan plan, RestorePolicy preset)
    {
        var result = preset.Apply(plan.Graph);
        var rehearsal = RestoreRehearsal.Run(result, Target);
        Check(result.Findings);
        Check(rehearsal.Findings);
        CheckPrinted(result.ToText(), result.ToDiff(), result.ToHtml(rehearsal), rehearsal.ToText());
        CheckPrinted(TargetNeeds.Of(result).ToText(), result.ToJson(rehearsal), rehearsal.ToJson());
        var document = RestoreDocument.Of(result).ToJson();
        Promise.Same(document, RestoreDocument.Read(document).ToJson(), "the document of a restore");

        foreach (var resource in result.Resources)
            Promise.That(Resource.Parse(resource.Json).Id.Name == resource.Id.Name, $"{resource} has another name");

        var after = BackupPlanner.Plan(result.Resources, null);
        var comparison = GraphComparison.Between(plan.Graph, after.Graph);
        CheckPrinted(comparison.ToText(), comparison.ToJson());
    }

    private static void Check(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            ManifestPromises.Check(finding);
            var isThrown = finding.Id is FindingIds.PolicyFailed or FindingIds.ResolverFailed;
            Promise.That(!isThrown, $"something throws: {finding.Resource} {finding.Message}");
        }
    }

    private static void CheckPrinted(params string[] texts)
    {
        foreach (var text in texts)
            Promise.That(PrintableText.IsPrintableText(text), $"it does not print:\n{text}");
    }
}
