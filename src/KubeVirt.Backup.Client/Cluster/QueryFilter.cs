using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>What of a list a query wants, and whether the server can be told.</summary>
internal sealed class QueryFilter(ResourceQuery query)
{
    // A URL may be some thousand bytes long; past that a whole list is cheaper than an error.
    private const int MaxSelector = 2000;
    private readonly HashSet<string> _names = [.. query.Names];
    private readonly HashSet<string> _owners = [.. query.OwnerUids];

    /// <summary>Whether nothing but names is asked.</summary>
    public bool NamesOnly => query is { All: false, Labels.Count: 0, OwnerUids.Count: 0 };

    /// <summary>The names that can be asked for; others no object bears.</summary>
    public IEnumerable<string> Names => _names.Where(ResourceId.IsName).Order(StringComparer.Ordinal);

    /// <summary>
    /// A label selector where labels under one key are all that is asked; <see langword="null"/> where the whole list
    /// is wanted or needed.
    /// </summary>
    public string? Selector
    {
        get
        {
            if (query.All || query.Labels.Count != 1 || _names.Count > 0 || _owners.Count > 0)
                return null;
            var (key, values) = query.Labels.Single();
            var selector = $"{key} in ({string.Join(',', values.Order(StringComparer.Ordinal))})";
            return values.All(IsLabelValue) && selector.Length <= MaxSelector ? selector : null;
        }
    }

    public bool Wants(Resource resource) =>
        query.All
        || _names.Contains(resource.Id.Name)
        || (_owners.Count > 0 && ResourceMetadata.OwnerUids(resource).Any(_owners.Contains))
        || query.Labels.Any(label =>
            ResourceMetadata.Label(resource, label.Key) is { } value && label.Value.Contains(value)
        );

    private static bool IsLabelValue(string value) =>
        value.Length is > 0 and <= 63
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && char.IsAsciiLetterOrDigit(value[0])
        && char.IsAsciiLetterOrDigit(value[^1]);
}
