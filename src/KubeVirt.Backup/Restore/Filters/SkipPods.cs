namespace KubeVirt.Backup.Restore;

/// <summary>Leaves out pods that controllers make: launcher and hot-plug pods, CDI's workers, and whatever else is owned.</summary>
/// <remarks>Source: KubeVirt docs/backup-restore-integration.md and pkg/virt-controller/services/template.go. A pod that a user made by hand stays.</remarks>
public sealed class SkipPods() : RestorePolicy("skip-pods")
{
    private static readonly string[] Markers = ["virt-launcher", "hotplug-disk", "virt-exporter"];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Id.Kind != Kinds.Pod)
            return;
        if (context.Original.StringAt("/metadata/labels/kubevirt.io") is { } label && Markers.Contains(label))
            context.Skip($"It is a {label} pod, which KubeVirt makes anew.", SkipOutcome.MadeAnew);
        else if (context.Original.StringAt("/metadata/labels/app") == "containerized-data-importer")
            context.Skip("It is a worker of CDI.", SkipOutcome.MadeAnew);
        else if (context.Original.At("/metadata/ownerReferences/0") is not null)
            context.Skip("It is owned: its controller makes it anew.", SkipOutcome.MadeAnew);
    }
}
