using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Reports a machine that gets another name but keeps its volumes or its stored instancetypes, or leaves it out: where
/// the original is still there, both would write to the same disks, and the instancetypes would go with the original.
/// </summary>
/// <remarks>
/// Objects that exist already are kept by a restore, and so a copy beside the original would use what the original has.
/// </remarks>
public sealed class SharedBelongings : RestorePolicy
{
    private readonly bool _isRefused;

    /// <summary>Reports or refuses.</summary>
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
        var kept = MachineBelongings
            .Of(context.Graph, context.Id)
            .Where(id => context.Names.Map(id) == id)
            .Select(id => id.ToString())
            // A file of a node is the same in whichever namespace.
            .Concat(
                context
                    .Draft.Find(spec + "/volumes/*/hostDisk/path")
                    .Select(path => $"the host disk {context.Draft.StringAt(path)}")
            )
            .ToList();
        if (kept.Count == 0)
            return;
        context.Report(
            FindingIds.BelongingsShared,
            _isRefused ? FindingSeverity.Error : FindingSeverity.Warning,
            null,
            $"The machine becomes {now} but keeps {string.Join(", ", kept)}: where {context.Id} still exists, both write to the same disks, and stored instancetypes go when it is deleted. Rename these too, or restore into another namespace."
        );
        if (_isRefused)
            context.Skip("It would use what belongs to the original.");
    }
}
