using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Reports a machine that gets another name but keeps its volumes, or leaves it out: where the original is still there, both would write to the same disks.
/// </summary>
/// <remarks>Source: Kubernetes core/v1 PersistentVolumeClaim: objects that exist already are kept by a restore, and so a copy beside the original would attach the original's claims.</remarks>
public sealed class SharedVolumes : RestorePolicy
{
    private readonly bool _isRefused;

    /// <summary>Reports or refuses.</summary>
    /// <param name="refuse">Whether such a machine is left out, as an error. Default: it is restored, with a warning.</param>
    public SharedVolumes(bool refuse = false) : base(refuse ? "refuse-shared-volumes" : "warn-of-shared-volumes") => _isRefused = refuse;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var now = context.Names.Map(context.Id);
        if (now == context.Id || MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;
        var kept = MachineVolumes.Of(context.Graph, context.Id).Where(claim => context.Names.Map(claim) == claim).ToList();
        if (kept.Count == 0)
            return;
        context.Report(
            FindingIds.VolumesShared, _isRefused ? FindingSeverity.Error : FindingSeverity.Warning, spec + "/volumes",
            $"The machine becomes {now} but keeps {string.Join(", ", kept)}: where {context.Id} still exists, both write to the same disks. Rename these volumes too, or restore into another namespace.");
        if (_isRefused)
            context.Skip("It would use the volumes of the original.");
    }
}
