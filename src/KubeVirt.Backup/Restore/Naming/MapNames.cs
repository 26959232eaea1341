namespace KubeVirt.Backup.Restore;

/// <summary>Gives objects their new names and namespaces, and writes down the namespace where a manifest left it out.</summary>
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
        if (now.Kind == Kinds.Namespace && IsSecond(context, now))
        {
            context.Skip($"Another namespace becomes {now.Name} too.", SkipOutcome.MadeAnew);
            return;
        }

        context.Draft.Set("/metadata/name", now.Name);
        if (now.Namespace is not null)
            context.Draft.Set("/metadata/namespace", now.Namespace);
        if (now.Kind == Kinds.Namespace && context.Draft.At(NamespaceLabel) is not null)
            context.Draft.Set(NamespaceLabel, now.Name);
        // Admission refuses a template whose namespace is not its machine's.
        foreach (var pointer in Templates(context))
            context.Draft.Set(pointer, now.Namespace);
    }

    private static IReadOnlyList<string> Templates(RestoreContext context) =>
        MachineSpec.MachineIn(context.Id.Kind) is { } machine ? context.Draft.Find(machine + "/dataVolumeTemplates/*/metadata/namespace") : [];

    private static bool IsSecond(RestoreContext context, ResourceId now) =>
        context.Graph.Nodes.Any(node => node.Id.Kind == Kinds.Namespace && node.Resource is not null && node.Id < context.Id && context.Names.Map(node.Id) == now);
}
