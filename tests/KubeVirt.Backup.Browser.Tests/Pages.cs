using KubeVirt.Backup.Benchmarks;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Browser;

/// <summary>Plans and restores of 5, 50 and 5,000 objects, as pages.</summary>
internal static class Pages
{
    private static readonly NameMap ToCopy = new(new Dictionary<string, string> { ["shop"] = "copy" });

    private static readonly Lazy<BackupPlan> LazyMany = new(Many);

    public static BackupPlan Small { get; } =
        BackupPlanner.Plan(
            Repository.SampleManifests,
            new PlanOptions { Roots = [ResourceId.Parse("VirtualMachine.kubevirt.io/shop/cache")] }
        );

    public static BackupPlan Sample { get; } = BackupPlanner.Plan(Repository.SampleManifests);

    public static RestoreResult Restore { get; } = RestorePresets.Unique.Apply(Sample.Graph, ToCopy);

    public static string OfRehearsal =>
        Restore.ToHtml(RestoreRehearsal.Run(Restore, new RehearsalTarget(), CancellationToken.None));

    /// <summary>A page by its name, as tests list them.</summary>
    public static string Of(string name) =>
        name switch
        {
            "plan of 5" => Small.ToHtml(),
            "plan of 50" => Sample.ToHtml(),
            "plan of 5,000" => LazyMany.Value.ToHtml(),
            "restore of 5" => RestorePresets.Unique.Apply(Small.Graph, ToCopy).ToHtml(),
            "restore of 50" => Restore.ToHtml(),
            "restore of 5,000" => RestorePresets.Unique.Apply(LazyMany.Value.Graph, NameMap.Empty).ToHtml(),
            _ => OfRehearsal,
        };

    private static BackupPlan Many()
    {
        const int Machines = 500;
        var folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");
        try
        {
            Dump.Write(folder.FullName, Machines);
            var reader = new ManifestReader(new ManifestOptions { DropManagedFields = true });
            var read = reader.ReadPathsAsync([folder.FullName], CancellationToken.None);
            return BackupPlanner.Plan(read.GetAwaiter().GetResult());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
