namespace KubeVirt.Backup.Manifests;

/// <summary>
/// What is known of an object, or of a value that stands where an object belongs, while the scanner reads it and after.
/// </summary>
/// <param name="start">Offset of the object in the text.</param>
/// <param name="depth">Nesting of the object in its document.</param>
/// <param name="entries">How many entries the scanner held before this one.</param>
internal sealed class ScannedObject(int start, int depth, int entries)
{
    /// <summary>
    /// Where the keys of the object stand. A field, since it is a struct that changes while it is built.
    /// </summary>
    public MemberIndexBuilder Members = new(start);

    /// <summary>Offset of the object in the text.</summary>
    public int Start { get; } = start;

    /// <summary>How many bytes the object has; known once it is closed.</summary>
    public int Length { get; set; }

    /// <summary>Nesting of the object in its document: 0 for the document itself.</summary>
    public int Depth { get; } = depth;

    /// <summary>The deepest nesting of an object or list inside of it, in the document.</summary>
    public int Deepest { get; set; } = depth;

    /// <summary>How many entries the scanner held before this one: those that follow stand inside of it.</summary>
    public int Entries { get; } = entries;

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public string? Namespace { get; set; }

    public string? Name { get; set; }

    /// <summary>Whether the object has a member <c>items</c> that is a list or null.</summary>
    public bool HasItems { get; set; }

    /// <summary>The field whose value is being read.</summary>
    public HeaderField Field { get; set; }

    /// <summary>Whether the apiVersion is that of the list around this item.</summary>
    public bool IsApiVersionFromList { get; set; }

    /// <summary>Whether the kind is that of the list around this item.</summary>
    public bool IsKindFromList { get; set; }

    /// <summary>Whether apiVersion, kind or both are those of the list around this item.</summary>
    public bool HasTypeMetaFromList => IsApiVersionFromList || IsKindFromList;

    /// <summary>The finding to report where this is no resource; otherwise <see langword="null"/>.</summary>
    public string? FindingId { get; private set; }

    /// <summary>Offset of the problem in the text.</summary>
    public int ProblemAt { get; private set; }

    /// <summary>What is wrong and what to do.</summary>
    public string? Problem { get; private set; }

    /// <summary>The kind of a typed list's items: what stands before <c>List</c>.</summary>
    public string? ItemKind =>
        field ??= Kind is { Length: > 4 } && Kind.EndsWith("List", StringComparison.Ordinal) ? Kind[..^4] : null;

    /// <summary>Whether this is a list of objects, and no object itself.</summary>
    public bool IsList => Name is null && HasItems && Kind?.EndsWith("List", StringComparison.Ordinal) == true;

    /// <summary>Whether a list that breaks off may be one: its kind can stand after its items.</summary>
    public bool MayBeList => IsList || (Name is null && Kind is null && HasItems);

    /// <summary>
    /// Notes why this is no resource. The first problem is kept, but one that makes the bytes unusable replaces a field
    /// that is wrong.
    /// </summary>
    public void Refuse(string findingId, int at, string problem)
    {
        var isWorse = FindingId == Findings.FindingIds.NotAResource && findingId != FindingId;
        if (FindingId is not null && !isWorse)
            return;

        FindingId = findingId;
        ProblemAt = at;
        Problem = problem;
    }
}
