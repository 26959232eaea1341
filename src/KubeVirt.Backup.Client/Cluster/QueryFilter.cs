using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>What a query selects of a list, and whether the server can select it.</summary>
internal sealed class QueryFilter(ResourceQuery query)
{
    // A URL may be some thousand bytes long; past that a whole list is cheaper than an error.
    private const int MaxSelector = 2000;
    private readonly HashSet<string> _names = [.. query.Names];
    private readonly HashSet<string> _owners = [.. query.OwnerUids];

    /// <summary>Whether the query selects by names alone.</summary>
    public bool NamesOnly => query is { All: false, Labels.Count: 0, OwnerUids.Count: 0 };

    /// <summary>The names that can be asked for, in order; others no object bears.</summary>
    public IEnumerable<string> Names => _names.Where(ResourceId.IsName).Order(StringComparer.Ordinal);

    /// <summary>
    /// A label selector where labels under one key are all that the query selects by; <see langword="null"/> where the
    /// whole list is wanted or needed.
    /// </summary>
    public string? Selector
    {
        get
        {
            if (query.All || query.Labels.Count != 1 || _names.Count > 0 || _owners.Count > 0)
                return null;

            var (key, values) = query.Labels.Single();
            if (!values.All(IsLabelValue))
                return null;

            var selector = $"{key} in ({string.Join(',', values.Order(StringComparer.Ordinal))})";
            return selector.Length <= MaxSelector ? selector : null;
        }
    }

    /// <summary>Whether the query selects an object of the kind and namespace: one reason is enough.</summary>
    public bool Selects(Resource resource)
    {
        if (query.All || _names.Contains(resource.Id.Name))
            return true;
        if (_owners.Count > 0 && ResourceMetadata.OwnerUids(resource).Any(_owners.Contains))
            return true;

        return query.Labels.Any(label =>
            ResourceMetadata.Label(resource, label.Key) is { } value && label.Value.Contains(value)
        );
    }

    /// <summary>Whether a server accepts a text as the value of a label.</summary>
    /// <remarks>Source: Kubernetes apimachinery pkg/util/validation, IsValidLabelValue.</remarks>
    private static bool IsLabelValue(string value) =>
        value.Length is > 0 and <= 63
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && char.IsAsciiLetterOrDigit(value[0])
        && char.IsAsciiLetterOrDigit(value[^1]);
}
