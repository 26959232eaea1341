namespace KubeVirt.Backup.Restore;

/// <summary>
/// Gives objects their new names and namespaces, and writes down the namespace where a manifest left it out.
/// </summary>
/// <remarks>
/// References to them are the matter of <see cref="MapReferences"/>. An object that something else stands in for is
/// skipped; so is one of two Namespaces that become one. Source: KubeVirt
/// pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go, which refuses a DataVolume template of another
/// namespace.
/// </remarks>
public sealed class MapNames() : RestorePolicy("map-names")
{
    private const string NamespaceLabel = "/metadata/labels/kubernetes.io~1metadata.name";

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Names.IsSubstituted(context.Id))
        {
            context.Skip($"{context.Names.Map(context.Id)} stands in for it.", SkipOutcome.Expected);
            return;
        }

        var now = context.Names.Map(context.Id);
        if (now.Kind == Kinds.Namespace && context.Id.Name != now.Name && IsSecond(context, now))
        {
            context.Skip($"Another namespace becomes {now.Name} too.", SkipOutcome.MadeAnew);
            return;
        }

        context.Draft.SetText("/metadata/name", now.Name);
        if (now.Namespace is not null)
            context.Draft.SetText("/metadata/namespace", now.Namespace);
        else if (KindScopes.IsCluster(now.Kind))
            context.Draft.Remove("/metadata/namespace");
        if (now.Kind == Kinds.Namespace && context.Draft.At(NamespaceLabel) is not null)
            context.Draft.Set(NamespaceLabel, now.Name);
        foreach (var pointer in Copies(context))
        {
            if (context.Draft.StringAt(pointer) == context.Id.Namespace)
                context.Draft.Set(pointer, now.Namespace);
        }

        if (context.Id.Kind == Kinds.VirtualMachineTemplate)
            TemplateNames.Map(context);
    }

    /// <summary>
    /// Where else an object notes its namespace: in DataVolume templates, which must not name another, and in the
    /// instancetype that a revision keeps.
    /// </summary>
    private static IReadOnlyList<string> Copies(RestoreContext context)
    {
        if (context.Id.Kind == Kinds.ControllerRevision)
            return ["/data/metadata/namespace"];

        if (MachineSpec.MachineIn(context.Id.Kind) is not { } machine)
            return [];

        var ofVolumes = context.Draft.Find(machine + "/dataVolumeTemplates/*/metadata/namespace");

        return context.Id.Kind == Kinds.VirtualMachineTemplate
            ? [MachineSpec.EmbeddedMachine + "/metadata/namespace", .. ofVolumes]
            : ofVolumes;
    }

    /// <summary>Whether another Namespace of the backup becomes the same and is the one to restore.</summary>
    private static bool IsSecond(RestoreContext context, ResourceId now) =>
        context.Graph.Nodes.Any(node =>
            node.Id.Kind == Kinds.Namespace
            && node.Resource is not null
            && node.Id != context.Id
            && context.Names.Map(node.Id) == now
            // The one that has the name already is the one to keep.
            && (node.Id.Name == now.Name || node.Id < context.Id)
        );
}
