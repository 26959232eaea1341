using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Takes the label of a guest's persistent state off a claim that is a disk of a machine: KubeVirt would delete the disk
/// when the machine starts.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/backend-storage/backend-storage.go, which looks for the claims of a machine's state by
/// this label, and removes those that it does not use.
/// </remarks>
public sealed class UnlabelDisks() : RestorePolicy("unlabel-disks")
{
    private const string Label = "/metadata/labels/" + BackendStorage.Label;

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.PersistentVolumeClaim || context.Draft.StringAt(Label) is null)
            return;
        if (!context.Graph.EdgesTo(context.Id).Any(IsDisk))
            return;

        context.Draft.Remove(Label);
        context.Report(
            FindingIds.DiskLabelled,
            FindingSeverity.Warning,
            Label,
            "The claim is a disk of a machine and bears the label of persistent state, by which KubeVirt deletes it when "
                + "the machine starts. The label is taken off; take it off the original, too."
        );
    }

    /// <summary>Whether a machine names the claim in its spec; its state is found by the label alone.</summary>
    private static bool IsDisk(ResourceEdge edge) =>
        Kinds.IsMachine(edge.From.Kind)
        && edge.Reference.Form != ReferenceForm.Derived
        && edge.Path.StartsWith("/spec/", StringComparison.Ordinal);
}
