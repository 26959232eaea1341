namespace KubeVirt.Backup.Graph;

/// <summary>What a wave asks about one kind in one namespace.</summary>
internal sealed class WaveScope
{
    private readonly Lazy<SelectorIndex<WaitingChain>> _selectors;

    public WaveScope(GroupKind kind, string? namespaceName)
    {
        Kind = kind;
        Namespace = namespaceName;
        _selectors = new(() => new(Owners, Labels));
    }

    public GroupKind Kind { get; }

    /// <summary><see langword="null"/> for a cluster-scoped kind.</summary>
    public string? Namespace { get; }

    /// <summary>The names of single objects, each once.</summary>
    public List<string> Names { get; } = [];

    /// <summary>The references that wait for objects of an owner, by the owner's UID.</summary>
    public Dictionary<string, WaitingChain> Owners { get; } = new(StringComparer.Ordinal);

    /// <summary>The references that wait for objects with a label, by the label's key and then its value.</summary>
    public Dictionary<string, Dictionary<string, WaitingChain>> Labels { get; } = new(StringComparer.Ordinal);

    /// <summary>All references that wait for objects by owner or label.</summary>
    public IEnumerable<WaitingChain> Chains => Labels.Values.Prepend(Owners).SelectMany(chains => chains.Values);

    /// <summary>Whether any object is wanted by owner or label.</summary>
    public bool HasSelectors => Owners.Count + Labels.Count > 0;

    /// <summary>Finds the waiting references for an object. Asked for only once the wave is complete.</summary>
    public SelectorIndex<WaitingChain> Selectors => _selectors.Value;

    /// <summary>The chains by label value, or by owner where there is no label.</summary>
    public Dictionary<string, WaitingChain> ChainsOf(string? labelKey)
    {
        if (labelKey is null)
            return Owners;

        if (!Labels.TryGetValue(labelKey, out var chains))
        {
            chains = new(StringComparer.Ordinal);
            Labels.Add(labelKey, chains);
        }

        return chains;
    }

    /// <summary>The scope as a question to a source.</summary>
    public ResourceQuery ToQuery()
    {
        var labels = Labels.ToDictionary(
            label => label.Key,
            IReadOnlyCollection<string> (label) => label.Value.Keys,
            StringComparer.Ordinal
        );

        return new ResourceQuery(Kind, Namespace)
        {
            Names = Names,
            OwnerUids = Owners.Keys,
            Labels = labels,
        };
    }
}
