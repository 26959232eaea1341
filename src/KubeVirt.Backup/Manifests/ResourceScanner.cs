using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Finds the resources in JSON text in one pass: single objects, one after the other, in arrays, and in lists within
/// lists.
/// </summary>
/// <remarks>
/// A dump writes "items" before "kind", so whether an object is a list is known only at its end. Until then each item
/// is an entry of its own; where the object turns out to be no list, the entries after its start are dropped and it
/// becomes an entry itself.
/// </remarks>
internal sealed class ResourceScanner(ReadOnlyMemory<byte> json, ManifestOptions options, TextPool texts)
{
    // The depth is the scanner's to watch, so that one object too deep does not cost the others.
    private static readonly JsonReaderOptions Reading = new() { AllowMultipleValues = true, MaxDepth = int.MaxValue };
    private readonly List<ScannedObject> _entries = [];
    private readonly Stack<ScannedObject> _outer = new();
    private ScannedObject? _current;
    private readonly KeyStack _keys = new(json);
    private bool _allowArray;
    private bool _inArray;
    private bool _tooDeep;

    /// <summary>Where the document begins that is being read, or what stands before it.</summary>
    public int DocumentStart { get; private set; }

    /// <summary>
    /// Reads all; returns what broke it off, or <see langword="null"/>. What was complete by then has been handed over,
    /// document by document.
    /// </summary>
    /// <param name="allowArray">Whether a document may be an array of objects.</param>
    /// <param name="isWhole">Whether the text is whole; to end in the middle is no fault otherwise.</param>
    /// <param name="onDocument">Takes what a document holds, before the next is read.</param>
    public JsonFault? Run(bool allowArray, bool isWhole, Action<IReadOnlyCollection<ScannedObject>> onDocument)
    {
        _allowArray = allowArray;
        var reader = new LeapReader(json.Span, isWhole, Reading);
        try
        {
            while (reader.Tokens.Read())
            {
                Visit(ref reader);
                if (
                    reader.Tokens.CurrentDepth > 0
                    || reader.Tokens.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                )
                    continue;
                onDocument(_entries);
                _entries.Clear();
                _inArray = _tooDeep = false;
                DocumentStart = reader.TokenEnd;
            }

            return null;
        }
        catch (JsonException e)
        {
            return Fault(e);
        }
    }

    /// <summary>What is complete of the document that broke off: the items of the lists that were open.</summary>
    public IReadOnlyCollection<ScannedObject> Abandon()
    {
        for (; _current is { } open; _current = Outer())
        {
            if (open.MayBeList && open.FindingId is null)
                Close(open, isList: true);
            else
                _entries.RemoveRange(open.Entries, _entries.Count - open.Entries);
        }

        return _entries;
    }

    /// <summary>What breaks the document off, found without leaps, as who leaps does not count lines.</summary>
    private JsonFault Fault(JsonException found)
    {
        var text = json.Span[DocumentStart..];
        var reader = new Utf8JsonReader(text, Reading);
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException e)
        {
            found = e;
        }

        return new JsonFault(
            DocumentStart + JsonLines.OffsetOf(text, found.LineNumber ?? 0, found.BytePositionInLine ?? 0),
            found
        );
    }

    private void Visit(ref LeapReader reader)
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

    private void OnKey(ref LeapReader reader)
    {
        if (!HeaderReader.IsText(ref reader.Tokens))
        {
            _current?.Refuse(FindingIds.UnreadableManifest, reader.TokenStart, HeaderReader.HalfSurrogate);
            return;
        }

        if (_current is not null && !IsDeep(ref reader))
        {
            if (IsManagedFields(ref reader, 2))
                _current.Outline.LeaveOutUpTo(reader.TokenStart);
            HeaderReader.OnKey(_current, ref reader);
        }

        _keys.Add(ref reader);
    }

    private void OnStart(ref LeapReader reader, bool isObject)
    {
        var at = reader.TokenStart;
        var parent = _current;
        if (IsPlaceOfResource(parent, reader.Tokens.CurrentDepth))
        {
            if (isObject)
                Open(new ScannedObject(at, reader.Tokens.CurrentDepth, _entries.Count));
            else if (reader.Tokens.CurrentDepth == 0 && _allowArray)
                _inArray = true;
            else
                AddRefused(FindingIds.NotAResource, at, "here stands a list in the place of an object. Remove it.");
            return;
        }

        if (parent is not null)
        {
            HeaderReader.OnStart(parent, ref reader, isObject);
            if (!isObject && IsManagedFields(ref reader, 2))
                reader.LeapToEnd();
            if (reader.Tokens.CurrentDepth - parent.Depth >= options.MaxDepth)
                parent.Refuse(FindingIds.DocumentTooLarge, at, TooDeep);
        }
        else if (reader.Tokens.CurrentDepth >= options.MaxDepth && !_tooDeep)
        {
            _tooDeep = true;
            AddRefused(FindingIds.DocumentTooLarge, at, TooDeep);
        }
    }

    private void OnScalar(ref LeapReader reader)
    {
        if (_current is not null && IsDeep(ref reader) && !reader.Tokens.ValueIsEscaped)
            return;
        if (!IsPlaceOfResource(_current, reader.Tokens.CurrentDepth))
        {
            if (_current is not null)
                HeaderReader.OnScalar(_current, ref reader, texts);
        }
        else if (reader.Tokens.CurrentDepth > 0 || reader.Tokens.TokenType != JsonTokenType.Null)
        {
            AddRefused(
                FindingIds.NotAResource,
                reader.TokenStart,
                "here stands a single value, not an object with apiVersion, kind and metadata. Remove it, or mend the indentation."
            );
        }
    }

    private void OnEndObject(ref LeapReader reader)
    {
        var repeated = _keys.Leave();
        if (_current is not { } current)
            return;
        if (repeated >= 0)
            current.Refuse(FindingIds.DuplicateKey, repeated, "");
        if (IsManagedFields(ref reader, 1))
            current.Outline.LeaveOutLast(json.Span, reader.TokenStart);
        if (reader.Tokens.CurrentDepth != current.Depth)
            return;
        _current = Outer();
        current.Length = reader.TokenEnd - current.Start;
        Close(current, current.IsList && current.FindingId is null);
    }

    private void Close(ScannedObject closed, bool isList)
    {
        if (!isList)
        {
            _entries.RemoveRange(closed.Entries, _entries.Count - closed.Entries);
            _entries.Add(closed);
            return;
        }

        foreach (var item in _entries.Skip(closed.Entries).Where(item => item.FindingId is null))
            ListStamp.Lend(closed, item);
    }

    private void Open(ScannedObject item)
    {
        if (_current is not null)
            _outer.Push(_current);
        _current = item;
    }

    private ScannedObject? Outer() => _outer.TryPop(out var outer) ? outer : null;

    /// <summary>Whether the token stands deeper than anything that tells what the object is.</summary>
    private bool IsDeep(ref LeapReader reader) => reader.Tokens.CurrentDepth > _current!.Depth + 2;

    /// <summary>Whether metadata.managedFields is what is being read and not to be kept.</summary>
    private bool IsManagedFields(ref LeapReader reader, int level) =>
        options.DropManagedFields
        && _current!.Field == HeaderField.ManagedFields
        && reader.Tokens.CurrentDepth == _current.Depth + level;

    private bool IsPlaceOfResource(ScannedObject? parent, int depth) =>
        parent is null
            ? depth == 0 || (depth == 1 && _inArray)
            : parent.Field == HeaderField.Items && depth == parent.Depth + 2;

    private void AddRefused(string findingId, int at, string problem)
    {
        var entry = new ScannedObject(at, 0, _entries.Count);
        entry.Refuse(findingId, at, problem);
        _entries.Add(entry);
    }

    private string TooDeep =>
        $"the nesting is deeper than {options.MaxDepth}. Make it flatter, or leave the object out.";
}
