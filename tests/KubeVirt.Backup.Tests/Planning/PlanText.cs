using KubeVirt.Backup.Manifests;
using Shouldly;

namespace KubeVirt.Backup.Planning;

/// <summary>Plans of objects that a test writes down in YAML.</summary>
internal static class PlanText
{
    public static BackupPlan Plan(params string[] documents) => BackupPlanner.Plan(Read(documents));

    public static BackupPlan Plan(PlanOptions options, params string[] documents) =>
        BackupPlanner.Plan(Read(documents), options);

    private static ManifestSet Read(string[] documents)
    {
        var manifests = Manifest.Read(string.Join("\n---\n", documents));
        manifests.Findings.ShouldBeEmpty();
        return manifests;
    }
}
