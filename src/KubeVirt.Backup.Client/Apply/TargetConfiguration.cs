using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Rehearsal;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Reads how KubeVirt and CDI of a target are configured.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go (KubeVirtConfiguration); CDI
/// staging/src/kubevirt.io/containerized-data-importer-api/pkg/apis/core/v1beta1/types.go (CDIConfigSpec and Status).
/// </remarks>
internal static class TargetConfiguration
{
    private const string Configuration = "/spec/configuration";
    private const string Overhead = "/status/filesystemOverhead";

    /// <summary>The kind of the object in which CDI says how it is configured.</summary>
    public static GroupKind CdiConfig { get; } = new("cdi.kubevirt.io", "CDIConfig");

    /// <summary>Adds what KubeVirt's object says to a target.</summary>
    public static async Task<RehearsalTarget> AddKubeVirtToAsync(
        RehearsalTarget target,
        TargetLook look,
        CancellationToken cancellationToken
    )
    {
        const string What = "the configuration of KubeVirt";
        var all = new ResourceQuery(Kinds.KubeVirt, null) { All = true };
        var found = await look.ListAsync(all, What, cancellationToken).ConfigureAwait(false);
        if (found is [])
            look.Note(What, "The target has no KubeVirt object.");
        if (found is not [var kubeVirt, ..])
            return target with { KnowsKubeVirt = false };

        return target with
        {
            InstancetypePolicy = kubeVirt.StringAt($"{Configuration}/instancetype/referencePolicy")
                ?? target.InstancetypePolicy,
            StateStorageClass = kubeVirt.StringAt($"{Configuration}/vmStateStorageClass"),
            FeatureGates = [.. Texts(kubeVirt.At($"{Configuration}/developerConfiguration/featureGates"))],
        };
    }

    /// <summary>Adds what CDI says of itself to a target that has its classes.</summary>
    public static async Task<RehearsalTarget> AddCdiToAsync(
        RehearsalTarget target,
        TargetLook look,
        CancellationToken cancellationToken
    )
    {
        const string What = "the configuration of CDI: its feature gates, and the sizes of claims that it makes";
        var all = new ResourceQuery(CdiConfig, null) { All = true };
        var found = await look.ListAsync(all, What, cancellationToken).ConfigureAwait(false);
        if (found is [])
            look.Note(What, "The target has no CDIConfig.");
        if (found is not [var config, ..])
            return target with { FilesystemOverhead = null, CdiFeatureGates = null };

        return target with
        {
            CdiFeatureGates = [.. Texts(config.At("/spec/featureGates"))],
            FilesystemOverhead = Number(config.StringAt($"{Overhead}/global")),
            StorageClasses = [.. target.StorageClasses.Select(one => WithOverhead(one, config))],
        };
    }

    private static RehearsalClass WithOverhead(RehearsalClass one, Resource config) =>
        one with
        {
            FilesystemOverhead = Number(config.StringAt($"{Overhead}/storageClass/{JsonPointer.Escape(one.Name)}")),
        };

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<string> Texts(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray().Select(item => item.ToString()) : [];
}
