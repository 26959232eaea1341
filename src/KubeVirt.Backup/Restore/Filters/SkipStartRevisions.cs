namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out the ControllerRevision that notes with which spec a guest was started: KubeVirt writes another at the next start.</summary>
/// <remarks>Source: KubeVirt pkg/virt-controller/watch/vm/vm.go; its name holds the UID of a machine that is gone.</remarks>
public sealed class SkipStartRevisions() : RestorePolicy("skip-start-revisions")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind == Kinds.ControllerRevision && context.Id.Name.StartsWith("revision-start-vm-", StringComparison.Ordinal))
            context.Skip("KubeVirt writes it anew at the next start.", SkipOutcome.MadeAnew);
    }
}
