namespace KubeVirt.Backup.Manifests;

/// <summary>
/// What is known of an object, or of what stands in the place of one, while and after the scanner reads it.
/// </summary>
internal sealed class ScannedObject(int start, int depth, int entries)
{
    /// <summary>Where its keys stand.</summary>
    public OutlineBuilder Outline = new(start);

    public int Start { get; } = start;

    public int Length { get; set; }

    /// <summary>Nesting of the object in its document.</summary>
    public int Depth { get; } = depth;

    /// <summary>How many entries the scanner held before this one: what comes after stands inside of it.</summary>
    public int Entries { get; } = entries;

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public string? Namespace { get; set; }

    public string? Name { get; set; }

    public bool HasItems { get; set; }

    /// <summary>The field whose value is being read.</summary>
    public HeaderField Field { get; set; }

    /// <summary>Whether the list around this item lends it anything.</summary>
    public bool IsStamped => StampApiVersion || StampKind;

    /// <summary>Whether the list around this item lends it the apiVersion.</summary>
    public bool StampApiVersion { get; set; }

    /// <summary>Whether the list around this item lends it the kind.</summary>
    public bool StampKind { get; set; }

    /// <summary>Set where this is no resource: which finding, at which offset, and why.</summary>
    public string? FindingId { get; private set; }

    public int ProblemAt { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>The kind of a typed list's items: what stands before "List".</summary>
    public string? ItemKind =>
        field ??= Kind is { Length: > 4 } && Kind.EndsWith("List", StringComparison.Ordinal) ? Kind[..^4] : null;

    public bool IsList => Name is null && HasItems && Kind?.EndsWith("List", StringComparison.Ordinal) == true;

    /// <summary>Whether a list that breaks off may be one: its kind can stand after its items.</summary>
    public bool MayBeList => IsList || (Name is null && Kind is null && HasItems);

    /// <summary>
    /// Keeps the first problem; but one that makes the bytes unusable wins over a field that is amiss.
    /// </summary>
    public void Refuse(string findingId, int at, string problem)
    {
        if (FindingId is null || (FindingId == Findings.FindingIds.NotAResource && findingId != FindingId))
            (FindingId, ProblemAt, Problem) = (findingId, at, problem);
    }
}
