using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>A resolver under trial, and objects of its kind.</summary>
/// <param name="Resolver">The resolver.</param>
/// <param name="Examples">The objects.</param>
internal sealed record ResolverTrial(IResourceResolver Resolver, IReadOnlyList<Resource> Examples)
{
    /// <summary>What the resolver finds in one object.</summary>
    public ReferenceCollector Resolve(Resource resource)
    {
        var found = new ReferenceCollector();
        Resolver.Resolve(resource, found);

        return found;
    }

    /// <summary>The first thing that is wrong with a reference of an example.</summary>
    /// <param name="problem">What is wrong with one, or <see langword="null"/>.</param>
    public string? FirstWrong(Func<Resource, Reference, string?> problem) =>
        Examples
            .SelectMany(example => Resolve(example).References.Select(reference => problem(example, reference)))
            .FirstOrDefault(found => found is not null);

    /// <summary>A reference as a text for people.</summary>
    public static string Name(Resource holder, Reference reference) =>
        $"{holder.Id} refers at {reference.Path} to {reference.Target.Kind} {reference.Target.Value}";
}
