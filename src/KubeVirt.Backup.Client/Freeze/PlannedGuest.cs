using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// A guest to freeze with what a plan knows of it: the session compares that with what it finds at the freeze and at
/// the end, and claims nothing for a guest that is another one, or has other volumes.
/// </summary>
/// <param name="Guest">The VirtualMachineInstance.</param>
/// <example>
/// <code language="csharp">
/// var freezer = new KubernetesGuestFreezer(client);
/// await using var session = await FreezeSession.StartPlannedAsync(freezer, PlannedGuest.Of(plan));
/// </code>
/// </example>
public sealed record PlannedGuest(ResourceId Guest)
{
    /// <summary>
    /// UID of the instance that was planned for, empty where there was none. Default: <see langword="null"/>, that is
    /// not known and not compared.
    /// </summary>
    public string? Uid { get; init; }

    /// <summary>
    /// The claims that the guest writes to and that are left out of the backup on purpose: nothing is claimed of them.
    /// Default: none.
    /// </summary>
    public IReadOnlyCollection<ResourceId> LeftOut { get; init; } = [];

    /// <summary>
    /// The claims that the planned instance had attached, see <see cref="GuestStatus.Claims"/>. Default:
    /// <see langword="null"/>, they are not known and not compared.
    /// </summary>
    public IReadOnlyCollection<ResourceId>? Attached { get; init; }

    /// <summary>
    /// The claims that hold the data of the guest and of its machine: a snapshot of each belongs to the backup.
    /// Default: none beside those that the guest has attached when it is frozen.
    /// </summary>
    public IReadOnlyCollection<ResourceId> Claims { get; init; } = [];

    /// <summary>
    /// The guests of a plan's machines, those that run and those that would, ordered by id. A guest whose instance the
    /// plan leaves out is not among them.
    /// </summary>
    /// <param name="plan">The plan, made as shortly before as can be.</param>
    public static IReadOnlyList<PlannedGuest> Of(BackupPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var volumes = plan.Volumes.ToHashSet();
        var leftOut = plan.LeftOutVolumes.ToHashSet();
        return
        [
            .. GuestsOf(plan)
                .Where(guest => plan.Graph.Find(guest) is not { State: NodeState.Outside })
                .Order()
                .Select(guest => Of(plan, guest, volumes, leftOut)),
        ];
    }

    /// <summary>The guests of all machines of a plan, also those whose instance is left out.</summary>
    internal static IEnumerable<ResourceId> GuestsOf(BackupPlan plan) =>
        plan
            .Sets.SelectMany(set => set)
            .Where(id => id.Kind == Kinds.VirtualMachine || id.Kind == Kinds.VirtualMachineInstance)
            .Select(id => id.WithKind(Kinds.VirtualMachineInstance))
            .Distinct();

    private static PlannedGuest Of(
        BackupPlan plan,
        ResourceId guest,
        HashSet<ResourceId> volumes,
        HashSet<ResourceId> leftOut
    )
    {
        var status = plan.Graph.FindResource(guest) is { } instance ? GuestStatusReader.Read(instance) : null;
        // The machine can name claims that its guest does not use yet.
        var claims = plan
            .Graph.EdgesFrom(guest)
            .Concat(plan.Graph.EdgesFrom(guest.WithKind(Kinds.VirtualMachine)))
            .Where(edge => edge.Reference.HoldsData && volumes.Contains(edge.To))
            .Select(edge => edge.To);

        var attached = status?.Claims ?? [];

        return new PlannedGuest(guest)
        {
            LeftOut = [.. attached.Where(leftOut.Contains)],
            Uid = status?.Uid ?? "",
            Attached = status?.Claims,
            Claims = [.. claims.Concat(attached).Where(claim => !leftOut.Contains(claim)).Distinct().Order()],
        };
    }
}
