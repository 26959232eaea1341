using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Machines whose data is not where their spec says, since volumes were on their way to other claims.</summary>
internal static class VolumeMigrations
{
    /// <summary>One finding for each such volume, and for each machine of which nobody can tell.</summary>
    public static IEnumerable<Finding> Find(ResourceGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Id.Kind != Kinds.VirtualMachine || node.State != NodeState.Observed)
                continue;

            var unfinished = UnfinishedVolumeMigration.Of(graph, node.Resource!);
            foreach (var volume in unfinished)
                yield return Describe(graph, node.Id, volume);
            if (unfinished.Count == 0 && UnfinishedVolumeMigration.NeedsRecovery(node.Resource!))
                yield return Unknown(node.Id);
        }
    }

    private static Finding Describe(ResourceGraph graph, ResourceId machine, UnfinishedVolumeMigration volume)
    {
        var state =
            $"The volume '{volume.Volume}' was being migrated from {volume.Source} to {volume.Destination} and was not "
            + "complete there.";
        if (graph.Find(volume.Source) is { State: NodeState.Observed })
        {
            return new Finding(
                FindingIds.VolumeMigrationUnfinished,
                FindingSeverity.Warning,
                machine,
                volume.Path,
                $"{state} The data is in the source: that is backed up, and a restore puts the machine back on it. Back "
                    + "up again when the migration has ended."
            );
        }

        return new Finding(
            FindingIds.VolumeMigrationUnfinished,
            FindingSeverity.Error,
            machine,
            volume.Path,
            $"{state} The source, which holds the data, is not in the backup. Add it, or wait for the end of the "
                + "migration and back up again."
        );
    }

    private static Finding Unknown(ResourceId machine) =>
        new(
            FindingIds.VolumeMigrationUnfinished,
            FindingSeverity.Error,
            machine,
            StatusConditions.Path,
            "A volume migration of the machine failed, KubeVirt does not start it, and which claims hold its data is not "
                + "stated. Make its volumes name the claims that they came from, then back up again."
        );
}
