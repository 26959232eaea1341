using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The working copy of one object. Every edit is noted with its value before and after; an edit that changes nothing is none, and an
/// object without edits keeps its bytes.
/// </summary>
public sealed class ResourceDraft
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = JsonLimits.MaxDepth };

    private readonly Resource _original;
    private readonly Func<string> _policy;
    private readonly List<ResourceChange> _changes = [];
    private JsonObject? _root;

    internal ResourceDraft(Resource original, Func<string> policy)
    {
        _original = original;
        _policy = policy;
    }

    /// <summary>The edits so far.</summary>
    public IReadOnlyList<ResourceChange> Changes => _changes;

    private JsonObject Root => _root ??= JsonNode.Parse(_original.Json.Span, documentOptions: Reading)!.AsObject();

    /// <summary>The value at a JSON pointer now; <see langword="null"/> where there is none or it is null. Not to be edited.</summary>
    /// <exception cref="FormatException">The text is no JSON pointer.</exception>
    public JsonNode? At(string pointer) => NodePointer.Find(Root, pointer);

    /// <summary>The string at a JSON pointer now; <see langword="null"/> where there is none.</summary>
    /// <inheritdoc cref="At"/>
    public string? StringAt(string pointer) => At(pointer) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The pointers to all values that a pattern meets now, whose <c>*</c> stands for every item of a list or member of an object.</summary>
    /// <exception cref="FormatException">The pattern is no JSON pointer.</exception>
    public IReadOnlyList<string> Find(string pattern) => NodePointer.Expand(Root, pattern);

    /// <summary>Sets a value. Objects on the way that are absent are made.</summary>
    /// <param name="pointer">Where. The parent must be an object, or an item that exists.</param>
    /// <param name="value">The value; it must belong to no other tree.</param>
    /// <returns>Whether anything changed: not where the value was there already, or something other than an object is in the way.</returns>
    /// <exception cref="FormatException">The text is no JSON pointer.</exception>
    public bool Set(string pointer, JsonNode? value)
    {
        var before = At(pointer);
        if (before is not null && JsonNode.DeepEquals(before, value))
            return false;
        return NodePointer.Set(Root, pointer, value) && Note(pointer, before, value);
    }

    /// <summary>Removes a value.</summary>
    /// <param name="pointer">Where.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="FormatException">The text is no JSON pointer.</exception>
    public bool Remove(string pointer)
    {
        if (_root is null && _original.At(pointer) is null)
            return false;
        var before = At(pointer);
        return NodePointer.Remove(Root, pointer) && Note(pointer, before, null);
    }

    /// <summary>Edits the object freely; what changed is found by comparing.</summary>
    /// <param name="edit">Gets the root object. apiVersion, kind and metadata.name must stay strings.</param>
    public void Edit(Action<JsonObject> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var before = Root.DeepClone();
        edit(Root);
        foreach (var (pointer, old, now) in NodeDiff.Find(before, Root))
            Note(pointer, old, now);
    }

    /// <summary>The object that the draft has become: the original where nothing changed.</summary>
    /// <exception cref="FormatException">An edit took away apiVersion, kind or name.</exception>
    internal Resource ToResource()
    {
        if (_changes.Count == 0)
            return _original;
        var buffer = new ArrayBufferWriter<byte>(_original.Json.Length);
        using (var writer = new Utf8JsonWriter(buffer, Options))
            Root.WriteTo(writer);
        var header = new ResourceHeader(Required("/apiVersion"), Required("/kind"), StringAt("/metadata/namespace"), Required("/metadata/name"));
        return header.ToResource(buffer.WrittenMemory, _original.Id.Namespace ?? "default");
    }

    private string Required(string pointer) => StringAt(pointer) is { Length: > 0 } text ? text : throw new FormatException($"{_original.Id}: an edit took away {pointer}.");

    private bool Note(string pointer, JsonNode? before, JsonNode? after)
    {
        _changes.Add(new ResourceChange(_original.Id, pointer, before, after, _policy()));
        return true;
    }
}
