using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Finds what of a target has a part in a restore: what is kept, what is referred to, what has the name of a
/// volume, and what KubeVirt looks for by name or label.
/// </summary>
/// <param name="connection">The target.</param>
/// <param name="look">What reads it.</param>
/// <param name="played">The objects that the restore creates.</param>
internal sealed class TargetObjects(ClusterConnection connection, TargetLook look, IReadOnlyList<Resource> played)
{
    private const string StateFor = "persistent-state-for";
    private const string Templates = "/spec/dataVolumeTemplates";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    private readonly HashSet<ResourceId> _played = [.. played.Select(resource => resource.Id)];
    private readonly ConcurrentDictionary<ResourceId, Resource?> _found = [];

    /// <summary>The kinds of which the rehearsal knows what they are for.</summary>
    public static IReadOnlyList<GroupKind> Known { get; } =
    [
        Kinds.VirtualMachine,
        Kinds.DataVolume,
        Kinds.PersistentVolumeClaim,
        Kinds.VirtualMachineInstance,
        Kinds.VirtualMachineInstanceReplicaSet,
        Kinds.VirtualMachinePool,
        Kinds.ControllerRevision,
        Kinds.VirtualMachineInstancetype,
        Kinds.VirtualMachineClusterInstancetype,
        Kinds.VirtualMachinePreference,
        Kinds.VirtualMachineClusterPreference,
        Kinds.DataSource,
        Kinds.PersistentVolume,
        Kinds.ServiceAccount,
        Kinds.PriorityClass,
    ];

    /// <summary>Limits of what a claim may ask for.</summary>
    public static GroupKind LimitRange { get; } = new("", "LimitRange");

    /// <summary>Reads them, each once.</summary>
    /// <param name="there">The objects of the restore that the target has.</param>
    /// <param name="needs">What the restore refers to and does not bring.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The objects, ordered by kind as in <see cref="Known"/>, then by id.</returns>
    /// <exception cref="ClusterException">An object cannot be read, other than for want of rights.</exception>
    public async Task<IReadOnlyList<Resource>> FindAsync(
        IEnumerable<ResourceId> there,
        TargetNeeds needs,
        CancellationToken cancellationToken
    )
    {
        var needed = needs.Objects.Select(need => need.Resource);
        var first = there.Concat(needed).Concat(played.SelectMany(NamedBy));
        await ReadAsync(first, cancellationToken).ConfigureAwait(false);
        // The machines that are there use volumes, too.
        var found = _found.Values.OfType<Resource>().ToList();
        await ReadAsync(found.SelectMany(VolumesOf), cancellationToken).ConfigureAwait(false);
        await ListAsync(cancellationToken).ConfigureAwait(false);

        return [.. _found.Values.OfType<Resource>().OrderBy(one => Rank(one.Id.Kind)).ThenBy(one => one.Id)];
    }

    /// <summary>Claims that hold the state of machines, and the limits of namespaces.</summary>
    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var claims = played.Where(one => one.Id.Kind == Kinds.PersistentVolumeClaim || one.Id.Kind == Kinds.DataVolume);
        foreach (var place in claims.Select(one => one.Id.Namespace!).Distinct().Order(StringComparer.Ordinal))
        {
            var ranges = new ResourceQuery(LimitRange, place) { All = true };
            await KeepAsync(ranges, $"the limits of namespace {place}", cancellationToken).ConfigureAwait(false);
        }

        foreach (
            var machines in played.Where(one => one.Id.Kind == Kinds.VirtualMachine).GroupBy(one => one.Id.Namespace!)
        )
        {
            var names = machines.Select(one => one.Id.Name).ToList();
            var labels = new Dictionary<string, IReadOnlyCollection<string>> { [StateFor] = names };
            var states = new ResourceQuery(Kinds.PersistentVolumeClaim, machines.Key) { Labels = labels };
            var what = $"which claims of namespace {machines.Key} hold the state of machines";
            await KeepAsync(states, what, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task KeepAsync(ResourceQuery query, string what, CancellationToken cancellationToken)
    {
        foreach (var one in await look.ListAsync(query, what, cancellationToken).ConfigureAwait(false) ?? [])
            _found[one.Id] = one;
    }

    /// <summary>Reads what is not known yet, several at a time.</summary>
    private Task ReadAsync(IEnumerable<ResourceId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Where(id => Known.Contains(id.Kind) && !_played.Contains(id) && !_found.ContainsKey(id));
        return Parallel.ForEachAsync(
            wanted.Distinct().Order().ToList(),
            connection.ParallelObjects(cancellationToken),
            async (id, token) => _found[id] = await look.GetAsync(id, token).ConfigureAwait(false)
        );
    }

    /// <summary>What controllers look for under a name that an object gives.</summary>
    private static IEnumerable<ResourceId> NamedBy(Resource one) =>
        one.Id.Kind == Kinds.VirtualMachine
            ? VolumesOf(one).Append(one.Id.WithKind(Kinds.VirtualMachineInstance))
            : VolumesOf(one);

    /// <summary>The claims and DataVolumes of the names that an object gives to volumes.</summary>
    private static IEnumerable<ResourceId> VolumesOf(Resource one)
    {
        var isVolume = RestoreNeeds.IsVolume(one.Id);
        var names =
            isVolume ? [one.Id.Name]
            : one.Id.Kind == Kinds.VirtualMachine ? TemplatesOf(one)
            : [];
        return names
            .Where(ResourceId.IsName)
            .SelectMany(name =>
                new ResourceId[]
                {
                    new(Kinds.DataVolume, one.Id.Namespace, name),
                    new(Kinds.PersistentVolumeClaim, one.Id.Namespace, name),
                }
            );
    }

    private static IEnumerable<string> TemplatesOf(Resource machine) =>
        machine.At(Templates) is { ValueKind: JsonValueKind.Array } templates
            ? templates
                .EnumerateArray()
                .Select((_, index) => machine.StringAt(string.Create(Invariant, $"{Templates}/{index}/metadata/name")))
                .OfType<string>()
            : [];

    private static int Rank(GroupKind kind) =>
        Known.Index().Where(known => known.Item == kind).Select(known => known.Index).FirstOrDefault(Known.Count);
}
