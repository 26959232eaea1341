namespace KubeVirt.Backup.Restore;

/// <summary>
/// Where the request for a volume stands: in claims, in DataVolumes in two forms, and in the DataVolume templates of
/// machines and pools.
/// </summary>
/// <remarks>
/// Source: CDI core types.go: <c>spec.pvc</c> is a claim's spec, <c>spec.storage</c> one that CDI completes by the
/// storage class' profile.
/// </remarks>
internal static class ClaimSpecs
{
    private static readonly string[] Forms = ["/pvc", "/storage"];

    /// <summary>The pointers to the requests in an object that are for a storage class.</summary>
    /// <param name="context">The object.</param>
    /// <param name="storageClass">
    /// The class as the request names it now; <see langword="null"/> takes all, those of the default class too.
    /// </param>
    public static IEnumerable<string> Find(RestoreContext context, string? storageClass) =>
        All(context)
            .Where(spec => storageClass is null || context.Draft.StringAt(spec + "/storageClassName") == storageClass);

    /// <summary>Whether CDI takes one access mode there and no more.</summary>
    /// <remarks>Source: CDI pkg/apiserver/webhooks/datavolume-validate.go.</remarks>
    public static bool TakesOneMode(string spec) => spec.EndsWith("/pvc", StringComparison.Ordinal);

    /// <summary>The pointers to all requests of an object, whatever their storage class.</summary>
    private static IEnumerable<string> All(RestoreContext context)
    {
        if (context.Id.Kind == Kinds.PersistentVolumeClaim)
            return context.Draft.At("/spec") is null ? [] : ["/spec"];
        if (context.Id.Kind == Kinds.DataVolume)
            return Forms.SelectMany(form => context.Draft.Find("/spec" + form));
        if (MachineSpec.MachineIn(context.Id.Kind) is not { } machine)
            return [];

        return Forms.SelectMany(form => context.Draft.Find($"{machine}/dataVolumeTemplates/*/spec{form}"));
    }
}
