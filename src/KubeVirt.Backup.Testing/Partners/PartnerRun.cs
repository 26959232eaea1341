using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Testing.Server;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>What a product did in one scenario, and what comes of it.</summary>
/// <param name="Case">The scenario.</param>
/// <param name="Snapshots">The snapshots that it took, in their order.</param>
/// <param name="LeftFrozen">The guests of the source that are frozen at the end of the backup.</param>
/// <param name="Target">The cluster into which it restored.</param>
/// <param name="Writes">What it wrote there, in its order.</param>
/// <param name="Report">What the controllers make of that.</param>
/// <param name="Starting">What they make of it where each machine that was restored is started then.</param>
internal sealed record PartnerRun(
    PartnerCase Case,
    IReadOnlyList<SeenSnapshot> Snapshots,
    IReadOnlyList<ResourceId> LeftFrozen,
    TestCluster Target,
    IReadOnlyList<ApiWrite> Writes,
    RehearsalReport Report,
    RehearsalReport Starting
)
{
    /// <summary>The claims of the source, by their ids in the target.</summary>
    public IEnumerable<ResourceId> Claims => OfKind(Kinds.PersistentVolumeClaim);

    /// <summary>The machines of the source, by their ids in the target.</summary>
    public IEnumerable<ResourceId> Machines => OfKind(Kinds.VirtualMachine);

    /// <summary>The id in the target of something of the source.</summary>
    public ResourceId InTarget(ResourceId id) =>
        new(id.Kind, id.Namespace is null ? null : Case.TargetNamespace, id.Name);

    /// <summary>What is in the target of something of the source; <see langword="null"/> for nothing.</summary>
    public Resource? Restored(ResourceId id) => Target.Find(InTarget(id));

    /// <summary>Whether something of the source was written, and not deleted again.</summary>
    public bool HasWritten(ResourceId id) =>
        Writes.LastOrDefault(write => write.Id == InTarget(id)) is { After: not null };

    private IEnumerable<ResourceId> OfKind(GroupKind kind) =>
        Case.Objects.Where(o => o.Id.Kind == kind).Select(o => InTarget(o.Id));
}
