using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Carries the names of the stored instancetype and preference revisions from the status, which a restore drops, to the
/// spec. Without them the machine silently takes the instancetype of today.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/find/revision.go and pkg/virt-controller/watch/vm/vm.go, which does the same for
/// its start revisions.
/// </remarks>
public sealed class PinRevisions() : RestorePolicy("pin-revisions")
{
    private const string Version = "/metadata/labels/instancetype.kubevirt.io~1object-version";

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.VirtualMachine)
            return;
        foreach (var matcher in (ReadOnlySpan<string>)["instancetype", "preference"])
            Pin(context, matcher);
    }

    private static void Pin(RestoreContext context, string matcher)
    {
        var stored = $"/status/{matcher}Ref/controllerRevisionRef/name";
        if (
            context.Original.StringAt(stored) is not { Length: > 0 } name
            || context.Draft.At($"/spec/{matcher}") is null
            || !ResourceId.IsName(name)
        )
            return;
        var revision = new ResourceId(Kinds.ControllerRevision, context.Id.Namespace, name);
        context.Draft.Set($"/spec/{matcher}/revisionName", context.Names.Map(revision).Name);
        // KubeVirt replaces such a revision under a new name and deletes it, but never corrects the spec.
        if (context.Graph.FindResource(revision) is { } found && found.StringAt(Version) is not "v1beta1")
        {
            context.Report(
                FindingIds.RevisionOutdated,
                FindingSeverity.Error,
                stored,
                $"{revision} is not labelled as a v1beta1 {matcher}: KubeVirt replaces it or does not find it, and the machine does not start. Back up again once the machine has been started by a KubeVirt that stores v1beta1, or remove spec.{matcher}.revisionName and accept today's {matcher}."
            );
        }
    }
}
