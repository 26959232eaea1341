namespace KubeVirt.Backup.Restore;

/// <summary>A form in which a platform writes the name of an object, as <c>{namespace}/{name}</c>.</summary>
/// <param name="form">The form; a trailing star stands for any rest.</param>
internal readonly struct NameForm(string form)
{
    private const string Name = "name";
    private const string Namespace = "namespace";

    /// <summary>Literal texts at the even places, names of parts at the odd ones.</summary>
    private readonly string[] _pieces = form.TrimEnd('*').Split('{', '}');

    private readonly bool _hasTail = form.EndsWith('*');

    /// <summary>The name of an object in this form, and what follows it.</summary>
    public string Write(ResourceId id, string tail = "") =>
        string.Concat(_pieces.Select((piece, index) => index % 2 == 0 ? piece : PartOf(id, piece))) + tail;

    /// <summary>
    /// The object that a text names, and what follows its name; <see langword="null"/> where the text has another form.
    /// </summary>
    public (ResourceId Id, string Tail)? Read(string text, GroupKind kind)
    {
        var parts = new Dictionary<string, string>();
        var at = 0;
        for (var index = 0; index < _pieces.Length; index++)
        {
            var end = index % 2 == 0 ? EndOfLiteral(text, at, index) : EndOfPart(text, at, index);
            if (end < 0)
                return null;
            if (index % 2 == 1)
                parts[_pieces[index]] = text[at..end];
            at = end;
        }

        var isWhole = at == text.Length || _hasTail;
        if (!isWhole || !parts.Values.All(ResourceId.IsName) || !parts.TryGetValue(Name, out var name))
            return null;

        return (new ResourceId(kind, parts.GetValueOrDefault(Namespace), name), text[at..]);
    }

    private static string? PartOf(ResourceId id, string part) => part == Namespace ? id.Namespace : id.Name;

    private int EndOfLiteral(string text, int at, int index)
    {
        var literal = _pieces[index];
        var isThere = string.CompareOrdinal(text, at, literal, 0, literal.Length) == 0;

        return isThere ? at + literal.Length : -1;
    }

    /// <summary>A part goes up to the character that follows it in the form, so that it can end at one place only.</summary>
    private int EndOfPart(string text, int at, int index)
    {
        var next = _pieces[index + 1];

        return next.Length == 0 ? text.Length : text.IndexOf(next[0], at);
    }
}
