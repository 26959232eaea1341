namespace KubeVirt.Backup.Manifests;

/// <summary>A mapping or a list of a YAML document that is open.</summary>
/// <param name="isMapping">Whether it is a mapping.</param>
/// <param name="start">Where it begins in the JSON.</param>
/// <param name="anchor">The name of its anchor; <see langword="null"/> where it has none.</param>
internal sealed class YamlFrame(bool isMapping, int start, string? anchor)
{
    /// <summary>Whether it is a mapping; else a list.</summary>
    public bool IsMapping { get; } = isMapping;

    /// <summary>Where it begins in the JSON.</summary>
    public int Start { get; } = start;

    /// <summary>The name of its anchor; <see langword="null"/> where it has none.</summary>
    public string? Anchor { get; } = anchor;

    /// <summary>How many keys or items it has so far.</summary>
    public int Count { get; set; }

    /// <summary>Whether a key was read whose value comes next.</summary>
    public bool HasKey { get; set; }

    /// <summary>Where its merge keys stand, counted from its start.</summary>
    public List<int>? Merges { get; set; }
}
