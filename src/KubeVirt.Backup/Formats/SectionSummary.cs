namespace KubeVirt.Backup.Formats;

/// <summary>
/// Sections of a text about many objects: a line each where they are few, else a line for each kind with the number of its
/// objects and some of their names.
/// </summary>
/// <param name="text">The text, to whose end the sections are added.</param>
/// <param name="maxRows">How many lines a section may have before it is summed up.</param>
internal sealed class SectionSummary(TextWriter text, int maxRows)
{
    private const int Examples = 3;

    /// <summary>Adds a section of objects.</summary>
    public void Add(string title, IEnumerable<ResourceId> ids) => Add(title, ids, id => id);

    /// <summary>Adds a section of items that are about one object each.</summary>
    public void Add<T>(string title, IEnumerable<T> items, Func<T, ResourceId> idOf) =>
        Add(title, items, idOf, static _ => "");

    /// <summary>Adds a section of items that are about one object each, and share a note with others.</summary>
    public void Add<T>(string title, IEnumerable<T> items, Func<T, ResourceId> idOf, Func<T, string> noteOf) =>
        Add(title, items, idOf, noteOf, item => $"{item}");

    /// <summary>Adds a section.</summary>
    /// <param name="title">The title, behind which the number of items stands.</param>
    /// <param name="items">The items; nothing is added where there are none.</param>
    /// <param name="idOf">The object that an item is about.</param>
    /// <param name="noteOf">What it says of the object, by which items are summed up.</param>
    /// <param name="rowOf">The line of an item where each has its own.</param>
    public void Add<T>(
        string title,
        IEnumerable<T> items,
        Func<T, ResourceId> idOf,
        Func<T, string> noteOf,
        Func<T, string> rowOf
    )
    {
        var all = items.ToList();
        if (all.Count <= maxRows)
        {
            PlanText.Section(text, title, all.Select(rowOf));
            return;
        }

        var sums = all.GroupBy(item => (idOf(item).Kind, Note: noteOf(item)))
            .Select(group => Sum(group.Key.Kind, group.Key.Note, [.. group.Select(idOf)]));
        PlanText.Section(text, $"{title}: {all.Count} objects", sums);
    }

    /// <summary>One line for many objects of a kind.</summary>
    private static string Sum(GroupKind kind, string note, List<ResourceId> ids)
    {
        var names = ids.Take(Examples).Select(NameOf);
        var more = ids.Count > Examples ? $" and {ids.Count - Examples} more" : "";
        var about = note.Length > 0 ? $": {note.Trim()}" : "";

        return $"{ids.Count} {kind}{about}: {string.Join(", ", names)}{more}";
    }

    private static string NameOf(ResourceId id) => id.Namespace is null ? id.Name : $"{id.Namespace}/{id.Name}";
}
