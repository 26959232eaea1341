using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Reports a machine that gets another name but keeps its volumes or its stored instancetypes, or skips it: where
/// the original is still there, both would write to the same disks, and the instancetypes would go with the original.
/// </summary>
/// <remarks>
/// Host disks count as volumes: a file of a node is the same in every namespace. <see cref="CopyNames.For"/> gives
/// names by which nothing is shared. Objects that exist already are kept by a restore, and so a copy beside the
/// original would use what the original has.
/// </remarks>
public sealed class SharedBelongings : RestorePolicy
{
    private readonly bool _isRefused;

    /// <summary>Decides what becomes of such a machine.</summary>
    /// <param name="refuse">
    /// Whether such a machine is left out, as an error. Default: it is restored, with a warning.
    /// </param>
    public SharedBelongings(bool refuse = false)
        : base("shared-belongings") => _isRefused = refuse;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var now = context.Names.Map(context.Id);
        if (now == context.Id || MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        var objects = MachineBelongings
            .Of(context.Graph, context.Id)
            .Where(id => context.Names.Map(id) == id)
            .Select(id => id.ToString());
        // A file of a node is the same in whichever namespace.
        var hostDisks = context
            .Draft.Find(spec + "/volumes/*/hostDisk/path")
            .Select(path => $"the host disk {context.Draft.StringAt(path)}");
        var kept = objects.Concat(hostDisks).ToList();
        if (kept.Count == 0)
            return;

        context.Report(
            FindingIds.BelongingsShared,
            _isRefused ? FindingSeverity.Error : FindingSeverity.Warning,
            null,
            $"The machine becomes {now} but keeps {string.Join(", ", kept)}: where {context.Id} still exists, "
                + "both write to the same disks, and stored instancetypes go when it is deleted. Rename these too, "
                + "or restore into another namespace."
        );
        if (_isRefused)
            context.Skip("It would use what belongs to the original.");
    }
}
