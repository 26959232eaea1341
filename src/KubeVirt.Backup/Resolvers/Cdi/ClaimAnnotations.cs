using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The annotations of a claim that say to CDI how to populate it: the credentials, certificates and arguments of an
/// import, the claim to clone, the volumes to wait for, and what CDI's pods are made with.
/// </summary>
/// <remarks>
/// Source: CDI pkg/controller/common/util.go. CDI writes them from a DataVolume, and users on claims of their own. A
/// claim that is populated has no use for them any more.
/// </remarks>
internal static class ClaimAnnotations
{
    private const string At = "/metadata/annotations";
    private const string Cdi = At + "/cdi.kubevirt.io~1";
    private const string Headers = Cdi + "storage.import.secretExtraHeaders.";
    private const string Source = "cdi pkg/controller/common/util.go";

    /// <summary>The rows for all but the headers, whose keys are numbered.</summary>
    /// <param name="usedUp">The signs that the claim is populated; any of them is enough.</param>
    public static IEnumerable<ReferenceRule> Rules(IReadOnlyList<FieldCondition> usedUp)
    {
        ReferenceRule[] ofImports =
        [
            Row("storage.import.secretName", Kinds.Secret, "credentials of an import"),
            Row("storage.import.certConfigMap", Kinds.ConfigMap, "certificates of an import"),
            Row("storage.import.registryImageStream", Kinds.ImageStream, "image of an import"),
            Row("storage.pod.vddk.extraargs", Kinds.ConfigMap, "arguments of an import"),
            Row("storage.pod.serviceAccountName", Kinds.ServiceAccount, "service account of CDI's pods"),
            Row("storage.pod.priorityclassname", Kinds.PriorityClass, "priority of CDI's pods"),
            Row("storage.persistentVolumeList", Kinds.PersistentVolume, "volume that CDI waits for") with
            {
                Form = ReferenceForm.EmbeddedJson,
                Inside = "/*",
            },
            new(At + "/k8s.io~1CloneRequest", Kinds.PersistentVolumeClaim, "clone source")
            {
                Form = ReferenceForm.NamespaceSlashName,
                Source = Source,
            },
        ];

        return ofImports
            .Select(rule => rule with { OptionalWhen = usedUp, IsLeftWhenUsedUp = true })
            .Concat(NetworkAnnotations.OfVolume(At, usedUp));
    }

    /// <summary>Adds the Secrets with headers of an import: one annotation each, with a number at its end.</summary>
    /// <param name="fields">The claim.</param>
    /// <param name="references">Takes the references.</param>
    /// <param name="isUsedUp">Whether the claim is populated.</param>
    public static void AddHeaders(ResourceFields fields, ReferenceCollector references, bool isUsedUp)
    {
        // Nearly no claim has one, and this is asked of each.
        if (fields.Resource.Json.Span.IndexOf("secretExtraHeaders."u8) < 0)
            return;
        if (fields.Resource.At(At) is not { ValueKind: JsonValueKind.Object } annotations)
            return;

        foreach (var annotation in annotations.EnumerateObject())
        {
            var path = $"{At}/{JsonPointer.Escape(annotation.Name)}";
            if (!path.StartsWith(Headers, StringComparison.Ordinal))
                continue;
            if (annotation.Value.ValueKind != JsonValueKind.String)
                continue;
            if (annotation.Value.GetString() is not { } name || !ResourceId.IsName(name))
                continue;

            references.Add(Header(fields.Resource.Id.Namespace, name, path, isUsedUp));
        }
    }

    /// <summary>The reference of one header.</summary>
    private static Reference Header(string? namespaceName, string secret, string path, bool isUsedUp) =>
        new(
            ReferenceTarget.Named(new ResourceId(Kinds.Secret, namespaceName, secret)),
            path,
            Relation.Needs,
            isUsedUp ? Requirement.Optional : Requirement.Required,
            "headers of an import"
        )
        {
            IsFollowed = !isUsedUp,
        };

    /// <summary>A row for one annotation of CDI.</summary>
    private static ReferenceRule Row(string key, GroupKind kind, string why) =>
        new(Cdi + key, kind, why) { Source = Source };
}
