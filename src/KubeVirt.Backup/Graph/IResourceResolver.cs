namespace KubeVirt.Backup.Graph;

/// <summary>Finds the references that objects of one kind hold.</summary>
/// <remarks>
/// Stateless and safe to call from several threads at once; no I/O; never throws on odd shapes but reports them. Most
/// resolvers are a table of paths: derive from <c>TableResolver</c>.
/// </remarks>
public interface IResourceResolver
{
    /// <summary>The kind it handles; <see langword="null"/> for every kind.</summary>
    GroupKind? Kind { get; }

    /// <summary>Adds the references of one object to <paramref name="references"/>.</summary>
    void Resolve(Resource resource, ReferenceCollector references);
}
