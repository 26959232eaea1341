using System.Collections.Frozen;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// An immutable set of resolvers, such as the built-in ones with a user's own added, removed or put in place of others.
/// </summary>
/// <remarks>Safe to share between threads.</remarks>
public sealed class ResolverSet
{
    private readonly FrozenDictionary<GroupKind, IResourceResolver[]> _byKind;
    private readonly IResourceResolver[] _forEveryKind;

    /// <summary>Makes a set.</summary>
    /// <param name="resolvers">
    /// The resolvers. Several may handle one kind: they are called in this order, those for every kind last.
    /// </param>
    public ResolverSet(IEnumerable<IResourceResolver> resolvers)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        Resolvers = [.. resolvers];
        _forEveryKind = [.. Resolvers.Where(resolver => resolver.Kind is null)];
        _byKind = Resolvers
            .Where(resolver => resolver.Kind is not null)
            .GroupBy(resolver => resolver.Kind!.Value)
            .ToFrozenDictionary(group => group.Key, group => group.Concat(_forEveryKind).ToArray());
    }

    /// <summary>All resolvers, in the order in which they were given.</summary>
    public IReadOnlyList<IResourceResolver> Resolvers { get; }

    /// <summary>A set with one more resolver at its end.</summary>
    public ResolverSet With(IResourceResolver resolver) => new([.. Resolvers, resolver]);

    /// <summary>A set without the resolvers of a type.</summary>
    /// <typeparam name="TResolver">The type; types that derive from it are removed as well.</typeparam>
    public ResolverSet Without<TResolver>()
        where TResolver : IResourceResolver => new(Resolvers.Where(resolver => resolver is not TResolver));

    /// <summary>A set in which one resolver takes the place of all that handle the same kind.</summary>
    public ResolverSet Replace(IResourceResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);

        return new([.. Resolvers.Where(other => other.Kind != resolver.Kind), resolver]);
    }

    /// <summary>
    /// The resolvers that are called for an object of a kind, in order; never empty of those for every kind.
    /// </summary>
    public IReadOnlyList<IResourceResolver> For(GroupKind kind) => _byKind.GetValueOrDefault(kind, _forEveryKind);

    /// <summary><see cref="For"/> for hot loops, where an enumerator would cost an allocation an object.</summary>
    internal ReadOnlySpan<IResourceResolver> SpanFor(GroupKind kind) => _byKind.GetValueOrDefault(kind, _forEveryKind);

    /// <summary>How many resolvers there are, and for how many kinds.</summary>
    public override string ToString() => $"{Resolvers.Count} resolvers for {_byKind.Count} kinds";
}
