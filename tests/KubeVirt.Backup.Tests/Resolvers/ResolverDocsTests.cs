using KubeVirt.Backup.Docs;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Resolvers;

/// <summary>Keeps the pages about resolvers equal to their tables.</summary>
public class ResolverDocsTests
{
    private const string Intro = "Which fields are followed. [All resolvers](index.md) says how the tables are read.\n";

    // A page for each of these; whatever else there is stands on the last one.
    private static readonly (string File, string Title, string[] Kinds)[] Groups =
    [
        ("virtual-machines.md", "Virtual machines", ["VirtualMachine.kubevirt.io"]),
        (
            "instances.md",
            "Instances and replica sets",
            ["VirtualMachineInstance.kubevirt.io", "VirtualMachineInstanceReplicaSet.kubevirt.io"]
        ),
        ("pools.md", "Pools", ["VirtualMachinePool.pool.kubevirt.io"]),
        (
            "templates.md",
            "Templates of machines",
            ["VirtualMachineTemplate.template.kubevirt.io", "VirtualMachineTemplateRequest.template.kubevirt.io"]
        ),
        (
            "actions.md",
            "Snapshots, backups and other actions",
            [
                "VirtualMachineInstanceMigration.kubevirt.io",
                "VirtualMachineSnapshot.snapshot.kubevirt.io",
                "VirtualMachineSnapshotContent.snapshot.kubevirt.io",
                "VirtualMachineRestore.snapshot.kubevirt.io",
                "VirtualMachineClone.clone.kubevirt.io",
                "VirtualMachineExport.export.kubevirt.io",
                "VirtualMachineBackup.backup.kubevirt.io",
                "VirtualMachineBackupTracker.backup.kubevirt.io",
            ]
        ),
        ("data-volumes.md", "DataVolumes", ["DataVolume.cdi.kubevirt.io", "DataSource.cdi.kubevirt.io"]),
        (
            "imports.md",
            "Imports and clones",
            [
                "DataImportCron.cdi.kubevirt.io",
                "VolumeImportSource.cdi.kubevirt.io",
                "VolumeCloneSource.cdi.kubevirt.io",
            ]
        ),
        (
            "storage.md",
            "Claims and their snapshots",
            [
                "PersistentVolumeClaim",
                "VolumeSnapshot.snapshot.storage.k8s.io",
                "VolumeSnapshotContent.snapshot.storage.k8s.io",
            ]
        ),
        (
            "routes.md",
            "Ingresses and routes",
            [
                "Ingress.networking.k8s.io",
                "Route.route.openshift.io",
                "HTTPRoute.gateway.networking.k8s.io",
                "GRPCRoute.gateway.networking.k8s.io",
                "TLSRoute.gateway.networking.k8s.io",
                "TCPRoute.gateway.networking.k8s.io",
            ]
        ),
    ];

    private static IReadOnlyList<TableResolver> Tables =>
        [.. BuiltInResolvers.Default.Resolvers.OfType<TableResolver>()];

    [Fact]
    public void The_pages_list_what_the_resolvers_follow()
    {
        var grouped = Groups.SelectMany(group => group.Kinds).ToHashSet(StringComparer.Ordinal);
        var pages = Groups.ToDictionary(group => group.File, group => PageOf(group.Title, [.. group.Kinds.Select(Of)]));
        var others = Tables.Where(table => !grouped.Contains(NameOf(table)));
        pages.Add("others.md", PageOf("Other kinds", [.. others]));

        GeneratedPages.Compare("resolvers", "page | kinds", pages);
    }

    [Fact]
    public void Every_rule_names_its_source() =>
        Tables.SelectMany(resolver => resolver.Rules).Where(rule => rule.Source.Length == 0).ShouldBeEmpty();

    private static (string Title, string About, string Text) PageOf(string title, TableResolver[] tables) =>
        (title, string.Join(", ", tables.Select(table => $"`{NameOf(table)}`")), Intro + ResolverTables.Write(tables));

    private static TableResolver Of(string kind) => Tables.Single(table => NameOf(table) == kind);

    private static string NameOf(TableResolver table) => table.Kind?.ToString() ?? "every kind";
}
