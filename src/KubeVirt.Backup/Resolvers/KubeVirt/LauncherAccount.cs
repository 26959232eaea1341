using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The ServiceAccount that a launcher pod runs as where its guest names none: that of the namespace, by which images
/// may be pulled.
/// </summary>
/// <param name="specAt">Where the spec of the guest stands.</param>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/services/template.go, which takes the account of the spec, else that of a
/// serviceAccount volume; Kubernetes plugin/pkg/admission/serviceaccount/admission.go for the default and its pull
/// secrets.
/// </remarks>
internal sealed class LauncherAccount(string specAt)
{
    private readonly string _named = specAt + "/serviceAccountName";
    private readonly string _ofVolume = specAt + "/volumes/*/serviceAccount/serviceAccountName";

    /// <summary>The further string fields that <see cref="Resolve"/> reads.</summary>
    public IEnumerable<string> Texts => [_named, _ofVolume];

    /// <summary>
    /// Adds the reference to the account of the namespace, which every namespace has: it is looked for, for what a user
    /// has given it.
    /// </summary>
    public void Resolve(ResourceFields fields, ReferenceCollector references)
    {
        if (fields.Text(_named) is not null || fields.Text(_ofVolume) is not null)
            return;

        references.Add(
            Reference.Derived(
                ReferenceTarget.Named(new ResourceId(Kinds.ServiceAccount, fields.Resource.Id.Namespace, "default")),
                specAt,
                Relation.Needs,
                Requirement.WhenPresent,
                "service account of the launcher pod"
            )
        );
    }
}
