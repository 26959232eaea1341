using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Planning;

/// <summary>Judges each root by all that it reaches.</summary>
internal sealed class Verdicts
{
    private readonly ResourceGraph _graph;
    private readonly DiskChoice _disks;
    private readonly ILookup<ResourceId, Finding> _findings;
    private readonly HashSet<ResourceId> _freezable;

    // Many roots reach the same object, as a policy for all machines: its references are looked at once.
    private readonly Dictionary<ResourceId, ResourceEdge[]> _absent = [];
    private readonly Dictionary<ResourceId, bool> _hasUnread = [];

    public Verdicts(BackupPlan plan)
    {
        _graph = plan.Graph;
        _disks = plan.DiskChoice;

        // A plan reports once for all what is absent; here it counts for each root that needs it.
        _findings = plan
            .Each.Where(finding =>
                finding is { Resource: not null, Id: not (FindingIds.MissingReference or FindingIds.RequiredLeftOut) }
            )
            .ToLookup(finding => finding.Resource!.Value);
        _freezable = [.. plan.Freeze.Where(IsFreezable)];
    }

    /// <summary>The verdict of each root, in their order.</summary>
    public static IEnumerable<RestoreVerdict> Of(BackupPlan plan) => plan.Roots.Select(new Verdicts(plan).Judge);

    private bool IsFreezable(ResourceId guest) =>
        !_findings[guest].Any(finding => finding.Id is FindingIds.NoGuestAgent or FindingIds.GuestMigrating);

    /// <summary>The verdict of one object.</summary>
    public RestoreVerdict Judge(ResourceId root)
    {
        var reached = _graph.Reach(root);
        var findings = reached
            .Concat(RunnersOf(root))
            .SelectMany(id => _findings[id])
            .Concat(MissingReferences.Of(_graph, reached.SelectMany(AbsentFrom)));
        var lacks = findings
            .Where(finding => finding.Severity != FindingSeverity.Info)
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding)
            .ToList();

        return new RestoreVerdict(root, OutcomeOf(root, reached, lacks), ConsistencyOf(reached), [.. lacks])
        {
            Without = [.. LeftOutOf(reached)],
        };
    }

    /// <summary>The names of the disks that machines come back without.</summary>
    private IEnumerable<string> LeftOutOf(IReadOnlyCollection<ResourceId> reached) =>
        reached
            .SelectMany(_disks.LeftOutOf)
            .Select(disk => disk.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    /// <summary>What runs an object, as a replica set its guests: what is wrong with their template is said there.</summary>
    private IEnumerable<ResourceId> RunnersOf(ResourceId id) =>
        _graph.EdgesTo(id).Where(edge => edge.Relation == Relation.Runs).Select(edge => edge.From);

    private Restorability OutcomeOf(ResourceId root, IReadOnlyCollection<ResourceId> reached, List<Finding> lacks)
    {
        // What could not be read is no lack yet.
        var isBroken = lacks.Exists(lack =>
            lack.Severity == FindingSeverity.Error && lack.Id != FindingIds.ReferenceNotRead
        );
        if (!isBroken && IsUnknown(root, reached))
            return Restorability.Unknown;
        if (lacks.Count == 0)
            return Restorability.Complete;
        return lacks[0].Severity == FindingSeverity.Error ? Restorability.Broken : Restorability.Conditional;
    }

    /// <summary>
    /// Whether something that a root needs may be where nobody could look: an object that it reaches, or any that a list
    /// of its namespace, or of the whole cluster, would have shown.
    /// </summary>
    private bool IsUnknown(ResourceId root, IReadOnlyCollection<ResourceId> reached) =>
        _graph.NotRead.Any(query => query.All && (query.Namespace is null || query.Namespace == root.Namespace))
        || reached.Any(HasUnread);

    private ResourceEdge[] AbsentFrom(ResourceId holder)
    {
        if (!_absent.TryGetValue(holder, out var absent))
            _absent.Add(holder, absent = [.. MissingReferences.AbsentFrom(_graph, holder)]);

        return absent;
    }

    /// <summary>Whether an object refers to one that could not be read.</summary>
    private bool HasUnread(ResourceId holder)
    {
        if (!_hasUnread.TryGetValue(holder, out var known))
        {
            known = _graph.EdgesFrom(holder).Any(edge => _graph.Find(edge.To) is { IsNotRead: true });
            _hasUnread.Add(holder, known);
        }

        return known;
    }

    private Consistency ConsistencyOf(IReadOnlyCollection<ResourceId> reached)
    {
        if (reached.Any(MayWriteUnseen))
            return Consistency.Unknown;

        var running = reached.Where(IsRunning).ToList();
        if (running.Count == 0)
            return Consistency.Offline;
        return running.All(_freezable.Contains) ? Consistency.FilesystemConsistent : Consistency.CrashConsistent;
    }

    private bool IsRunning(ResourceId id) =>
        id.Kind == Kinds.VirtualMachineInstance && _graph.FindResource(id)?.StringAt("/status/phase") == "Running";

    /// <summary>
    /// Whether a guest writes, or may begin to, that was not seen running: one that is on its way up, one that its
    /// machine states and the input lacks, and one that KubeVirt starts at any time since its machine is to run always.
    /// </summary>
    /// <remarks>
    /// Sources: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineInstancePhase;
    /// pkg/virt-controller/watch/vm/vm.go for the run strategies.
    /// </remarks>
    private bool MayWriteUnseen(ResourceId id)
    {
        if (_graph.FindResource(id) is not { } resource)
            return false;
        if (id.Kind == Kinds.VirtualMachineInstance)
            return resource.StringAt("/status/phase") is "Pending" or "Scheduling" or "Scheduled" or "Unknown";
        if (id.Kind != Kinds.VirtualMachine)
            return false;

        var guest = _graph.FindResource(id.WithKind(Kinds.VirtualMachineInstance));
        if (guest is not null)
            return false;

        var isStated = resource.At("/status/created") is { ValueKind: JsonValueKind.True };
        return isStated || StartsAtAnyTime(resource);
    }

    /// <summary>A manifest that no API server has seen starts nothing.</summary>
    private static bool StartsAtAnyTime(Resource machine)
    {
        if (machine.StringAt("/metadata/uid") is null)
            return false;

        return machine.StringAt("/spec/runStrategy") switch
        {
            "Always" or "RerunOnFailure" or "Once" => true,
            null => machine.At("/spec/running") is { ValueKind: JsonValueKind.True },
            _ => false,
        };
    }
}
