using System.Collections.Frozen;

namespace KubeVirt.Backup.Graph;

/// <summary>An immutable set of resolvers: the ones to start from, plus and minus a user's own.</summary>
public sealed class ResolverSet
{
    private readonly FrozenDictionary<GroupKind, IResourceResolver[]> _byKind;
    private readonly IResourceResolver[] _anyKind;

    /// <summary>
    /// Makes a set. Several resolvers may handle one kind; they are asked in this order, those for every kind last.
    /// </summary>
    public ResolverSet(IEnumerable<IResourceResolver> resolvers)
    {
        ArgumentNullException.ThrowIfNull(resolvers);
        Resolvers = [.. resolvers];
        _anyKind = [.. Resolvers.Where(r => r.Kind is null)];
        _byKind = Resolvers
            .Where(r => r.Kind is not null)
            .GroupBy(r => r.Kind!.Value)
            .ToFrozenDictionary(g => g.Key, g => g.Concat(_anyKind).ToArray());
    }

    /// <summary>The resolvers, in the order they are asked.</summary>
    public IReadOnlyList<IResourceResolver> Resolvers { get; }

    /// <summary>This set and one more resolver.</summary>
    public ResolverSet With(IResourceResolver resolver) => new([.. Resolvers, resolver]);

    /// <summary>This set without the resolvers of a type.</summary>
    public ResolverSet Without<TResolver>()
        where TResolver : IResourceResolver => new(Resolvers.Where(r => r is not TResolver));

    /// <summary>This set with all resolvers of a kind replaced by one.</summary>
    public ResolverSet Replace(IResourceResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        return new([.. Resolvers.Where(r => r.Kind != resolver.Kind), resolver]);
    }

    /// <summary>The resolvers that handle a kind.</summary>
    public IReadOnlyList<IResourceResolver> For(GroupKind kind) => _byKind.GetValueOrDefault(kind, _anyKind);

    /// <summary>The same without an enumerator.</summary>
    internal ReadOnlySpan<IResourceResolver> Of(GroupKind kind) => _byKind.GetValueOrDefault(kind, _anyKind);

    /// <summary>How many resolvers there are.</summary>
    public override string ToString() => $"{Resolvers.Count} resolvers for {_byKind.Count} kinds";
}
