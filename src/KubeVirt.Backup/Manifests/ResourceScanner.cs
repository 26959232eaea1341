using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Finds the resources in JSON text in one pass: single objects, one after the other, in arrays, and in lists within
/// lists. Checks on the way that nothing is nested too deeply and that no key stands twice in one object.
/// </summary>
/// <param name="json">The text.</param>
/// <param name="options">The limit of nesting, and whether managed fields are kept.</param>
/// <param name="texts">The strings that many objects share.</param>
/// <remarks>Used for one text, by one thread. What it has found stays with it until the next document begins.</remarks>
internal sealed class ResourceScanner(ReadOnlyMemory<byte> json, ManifestOptions options, TextPool texts)
{
    // The scanner watches the depth itself, so that one object that is too deep does not cost the others.
    private static readonly JsonReaderOptions Reading = new() { AllowMultipleValues = true, MaxDepth = int.MaxValue };
    private readonly ScannedEntries _entries = new();
    private readonly KeyStack _keys = new(json);
    private bool _allowArray;
    private bool _isInArray;
    private bool _isTooDeep;

    private string TooDeep =>
        $"the nesting is deeper than {options.MaxDepth} levels. Make it flatter, or remove the object.";

    /// <summary>Offset of the document that is being read, or of the white space before it.</summary>
    public int DocumentStart { get; private set; }

    /// <summary>
    /// Reads all documents. What is complete when the text breaks off has been passed on by then.
    /// </summary>
    /// <param name="allowArray">Whether a document may be an array of objects.</param>
    /// <param name="isWhole">Whether the text is whole; if not, it may end in the middle of a document.</param>
    /// <param name="onDocument">Takes what a document holds, before the next is read.</param>
    /// <returns>Where and why the text breaks off; <see langword="null"/> where it does not.</returns>
    public JsonFault? Run(bool allowArray, bool isWhole, Action<IReadOnlyCollection<ScannedObject>> onDocument)
    {
        _allowArray = allowArray;
        var reader = new SkippingReader(json.Span, isWhole, Reading);
        try
        {
            while (reader.Tokens.Read())
            {
                Visit(ref reader);
                if (!IsEndOfDocument(ref reader))
                    continue;

                onDocument(_entries.All);
                _entries.Clear();
                _isInArray = false;
                _isTooDeep = false;
                DocumentStart = reader.TokenEnd;
            }

            return null;
        }
        catch (JsonException e)
        {
            return ToFault(e);
        }
    }

    /// <summary>What is complete of the document that broke off: the items of the lists that were open.</summary>
    public IReadOnlyCollection<ScannedObject> Abandon()
    {
        _entries.Abandon();

        return _entries.All;
    }

    /// <summary>Whether the token ends a document: a closing brace or bracket, or a single value.</summary>
    private static bool IsEndOfDocument(ref SkippingReader reader) =>
        reader.Tokens.CurrentDepth == 0
        && reader.Tokens.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

    /// <summary>Finds the fault again without skipping, because a reader that skips does not count lines.</summary>
    private JsonFault ToFault(JsonException exception)
    {
        var text = json.Span[DocumentStart..];
        var reader = new Utf8JsonReader(text, Reading);
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException e)
        {
            exception = e;
        }

        var offset = JsonLines.OffsetOf(text, exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
        return new JsonFault(DocumentStart + offset, exception);
    }

    /// <summary>Handles one token. Called for every token of the input, so it must not allocate.</summary>
    private void Visit(ref SkippingReader reader)
    {
        switch (reader.Tokens.TokenType)
        {
            case JsonTokenType.PropertyName:
                OnKey(ref reader);
                break;
            case JsonTokenType.StartObject:
                OnStart(ref reader, isObject: true);
                _keys.Enter();
                break;
            case JsonTokenType.StartArray:
                OnStart(ref reader, isObject: false);
                break;
            case JsonTokenType.EndObject:
                OnEndObject(ref reader);
                break;
            case JsonTokenType.EndArray:
                break;
            default:
                OnScalar(ref reader);
                break;
        }
    }

    /// <summary>Notes a key: for the header if it is one of its fields, and always to find repeated keys.</summary>
    private void OnKey(ref SkippingReader reader)
    {
        var current = _entries.Current;
        if (!JsonTexts.IsWhole(ref reader.Tokens))
        {
            current?.Refuse(FindingIds.UnreadableManifest, reader.TokenStart, HeaderReader.HalfSurrogate);
            return;
        }

        if (current is not null && !IsBelowHeader(current, ref reader))
        {
            if (IsDroppedManagedFields(current, ref reader, 2))
                current.Members.RemoveUpTo(reader.TokenStart);
            HeaderReader.OnKey(current, ref reader);
        }

        _keys.Add(ref reader);
    }

    /// <summary>Opens a resource, or checks an object or list inside of one.</summary>
    private void OnStart(ref SkippingReader reader, bool isObject)
    {
        var depth = reader.Tokens.CurrentDepth;
        if (IsPlaceOfResource(_entries.Current, depth))
        {
            OpenResource(ref reader, isObject);
            return;
        }

        if (_entries.Current is { } current)
        {
            HeaderReader.OnStart(current, ref reader, isObject);
            current.Deepest = Math.Max(current.Deepest, depth);
            var start = reader.TokenStart;
            if (!isObject && IsDroppedManagedFields(current, ref reader, 2))
                reader.SkipToEndOfList();
            if (depth - current.Depth >= options.MaxDepth)
                current.Refuse(FindingIds.DocumentTooLarge, start, TooDeep);
        }
        else if (depth >= options.MaxDepth && !_isTooDeep)
        {
            _isTooDeep = true;
            _entries.AddRefused(FindingIds.DocumentTooLarge, reader.TokenStart, TooDeep);
        }
    }

    /// <summary>Opens the object that stands where a resource can stand, or refuses the list in its place.</summary>
    private void OpenResource(ref SkippingReader reader, bool isObject)
    {
        var depth = reader.Tokens.CurrentDepth;
        if (isObject)
        {
            _entries.Open(reader.TokenStart, depth);
            return;
        }

        if (depth == 0 && _allowArray)
        {
            _isInArray = true;
            return;
        }

        const string Problem = "a list stands where an object belongs. Remove it.";
        _entries.AddRefused(FindingIds.NotAResource, reader.TokenStart, Problem);
    }

    /// <summary>Passes a value to the header, or refuses it where an object belongs.</summary>
    private void OnScalar(ref SkippingReader reader)
    {
        var current = _entries.Current;
        // Nearly all values: too deep to be of interest, and without an escape that could be wrong.
        if (current is not null && IsBelowHeader(current, ref reader) && !reader.Tokens.ValueIsEscaped)
            return;

        if (!IsPlaceOfResource(current, reader.Tokens.CurrentDepth))
        {
            if (current is not null)
                HeaderReader.OnScalar(current, ref reader, texts);
            return;
        }

        // A null that stands alone is an empty document.
        var isEmptyDocument = reader.Tokens.CurrentDepth == 0 && reader.Tokens.TokenType == JsonTokenType.Null;
        if (isEmptyDocument)
            return;

        const string Problem =
            "a single value stands where an object with apiVersion, kind and metadata belongs. "
            + "Remove it, or correct the indentation.";
        _entries.AddRefused(FindingIds.NotAResource, reader.TokenStart, Problem);
    }

    /// <summary>Reports a repeated key of the object that ends, and closes the resource where it is one.</summary>
    private void OnEndObject(ref SkippingReader reader)
    {
        var repeatedKey = _keys.Leave();
        if (_entries.Current is not { } current)
            return;

        if (repeatedKey >= 0)
            current.Refuse(FindingIds.DuplicateKey, repeatedKey, "");
        if (IsDroppedManagedFields(current, ref reader, 1))
            current.Members.RemoveLast(json.Span, reader.TokenStart);
        if (reader.Tokens.CurrentDepth != current.Depth)
            return;

        // Each of its items was watched for itself, as if this were a list.
        if (current.Deepest - current.Depth >= options.MaxDepth && !current.IsList)
            current.Refuse(FindingIds.DocumentTooLarge, current.Start, TooDeep);
        _entries.CloseCurrent(reader.TokenEnd);
    }

    /// <summary>Whether the token stands deeper than the members of metadata, which identify the object.</summary>
    private static bool IsBelowHeader(ScannedObject current, ref SkippingReader reader) =>
        reader.Tokens.CurrentDepth > current.Depth + 2;

    /// <summary>
    /// Whether metadata.managedFields was the last field, at a level below the object, and is not kept.
    /// </summary>
    private bool IsDroppedManagedFields(ScannedObject current, ref SkippingReader reader, int level) =>
        options.DropManagedFields
        && current.Field == HeaderField.ManagedFields
        && reader.Tokens.CurrentDepth == current.Depth + level;

    /// <summary>
    /// Whether a resource can stand at a depth: at the top, in an array at the top, or among the items of an object.
    /// </summary>
    private bool IsPlaceOfResource(ScannedObject? parent, int depth) =>
        parent is null
            ? depth == 0 || (depth == 1 && _isInArray)
            : parent.Field == HeaderField.Items && depth == parent.Depth + 2;
}
