using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Carries the names of the stored instancetype and preference revisions from the status, which a restore drops, to the
/// spec. Without them the machine silently takes the instancetype of today.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/find/revision.go and pkg/virt-controller/watch/vm/vm.go, which does the same for
/// its start revisions. Whether KubeVirt can read a revision is the concern of <see cref="ConvertRevisions"/>.
/// </remarks>
public sealed class PinRevisions() : RestorePolicy("pin-revisions")
{
    private static readonly string[] Matchers = ["instancetype", "preference"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.VirtualMachine)
            return;

        foreach (var matcher in Matchers)
            Pin(context, matcher);
    }

    private static void Pin(RestoreContext context, string matcher)
    {
        var path = $"/status/{matcher}Ref/controllerRevisionRef/name";
        var stored = context.Original.StringAt(path);
        if (!ResourceId.IsName(stored) || context.Draft.At($"/spec/{matcher}") is null)
            return;

        var revision = new ResourceId(Kinds.ControllerRevision, context.Id.Namespace, stored);
        context.Draft.Set($"/spec/{matcher}/revisionName", context.Names.Map(revision).Name);

        if (context.Graph.FindResource(revision) is not { } found || StoredInstancetype.Of(found) is not null)
            return;

        context.Report(
            FindingIds.RevisionOutdated,
            FindingSeverity.Error,
            path,
            $"{revision} holds no {matcher}, so the machine does not start. Put back what it held, or remove "
                + $"spec.{matcher}.revisionName and accept today's {matcher}."
        );
    }
}
