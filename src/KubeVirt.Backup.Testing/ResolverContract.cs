using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>
/// The laws of an <see cref="IResourceResolver"/>. One that breaks a law gives graphs that lack an object, or restores
/// that rename the wrong field.
/// </summary>
/// <example>
/// <code language="csharp">
/// foreach (IResourceResolver resolver in BuiltInResolvers.Default.For(Kinds.VirtualMachine))
///     ResolverContract.Verify(resolver, TestMachines.Examples);
/// </code>
/// </example>
public static class ResolverContract
{
    /// <summary>Tries every law on each example of the resolver's kind, and on thousands of odd forms of them.</summary>
    /// <param name="resolver">The resolver.</param>
    /// <param name="examples">
    /// Objects as a cluster holds them, with the references that the resolver is to find. Those of other kinds are left
    /// out.
    /// </param>
    /// <exception cref="ContractException">
    /// A law does not hold, or there is no example in which the resolver finds a reference.
    /// </exception>
    public static void Verify(IResourceResolver resolver, IEnumerable<Resource> examples)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        ArgumentNullException.ThrowIfNull(examples);
        var ofKind = examples.Where(example => resolver.Kind is null || example.Id.Kind == resolver.Kind);

        Laws.Verify(resolver.GetType().Name, new ResolverTrial(resolver, [.. ofKind]), ResolverLaws.All);
    }
}
