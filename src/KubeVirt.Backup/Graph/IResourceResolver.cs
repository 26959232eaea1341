namespace KubeVirt.Backup.Graph;

/// <summary>Finds the references that objects of one kind hold.</summary>
/// <remarks>
/// <para>
/// A resolver has no state, does no I/O and is called from several threads at once. It does not throw on an object of
/// an odd shape: it reports a finding and adds the references that it can read. Should one throw all the same, the
/// graph reports that as <c>KVB1006</c> and goes on.
/// </para>
/// <para>Most resolvers are a table of paths: derive from <c>TableResolver</c>.</para>
/// </remarks>
/// <example>
/// Resolvers are plain objects, so one can be asked or tested without a cluster or a graph:
/// <code language="csharp">
/// var references = new ReferenceCollector();
/// foreach (IResourceResolver resolver in BuiltInResolvers.Default.For(Kinds.VirtualMachine))
///     resolver.Resolve(manifests.Resources[0], references);
///
/// foreach (Reference reference in references.References)
///     Console.WriteLine($"{reference.Path} {reference.Relation} {reference.Target.Kind}: {reference.Why}");
/// </code>
/// </example>
public interface IResourceResolver
{
    /// <summary>The kind whose objects are passed to the resolver; <see langword="null"/> for every kind.</summary>
    GroupKind? Kind { get; }

    /// <summary>Adds the references of one object, and findings about it, to <paramref name="references"/>.</summary>
    /// <param name="resource">An object of the resolver's kind.</param>
    /// <param name="references">Where to add them. It may hold those of other resolvers already.</param>
    void Resolve(Resource resource, ReferenceCollector references);
}
