using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The working copy of one object, addressed by JSON pointers (RFC 6901). Every edit is recorded with its value before
/// and after; an edit that changes nothing is none.
/// </summary>
/// <remarks>
/// An object without edits keeps its bytes, and one that only loses members of its own or of its metadata keeps the
/// bytes of the rest: number spelling, unknown fields and the order of members survive. Used by one thread at a time.
/// A draft can be read after the pipeline has finished, but not edited then.
/// </remarks>
/// <example>
/// <code language="csharp">
/// RestorePolicy policy = RestorePolicy
///     .CreateBuilder()
///     .Add(RestorePresets.Preserve)
///     .Add("two-cores", context =>
///     {
///         foreach (var cores in context.Draft.Find("/spec/template/spec/domain/cpu/cores"))
///             context.Draft.Set(cores, 2);
///     })
///     .Build();
/// </code>
/// </example>
public sealed class ResourceDraft
{
    // What names the object is never cut out of the text, so that the object is known to keep its id.
    private static readonly string[] Identity =
    [
        "/apiVersion",
        "/kind",
        "/metadata",
        "/metadata/name",
        "/metadata/namespace",
    ];
    private static readonly JsonValue Unread = JsonValue.Create("");

    // With more changes than these it costs less to keep a copy of each value than to find out whether the original
    // still has it.
    private const int FewChanges = 64;

    // Bytes. Of a guest that is so large, policies go through lists of disks and interfaces again and again, and to find
    // an item anywhere but in a tree, all items before it are passed. So every read goes to the tree.
    private const int LargeMachine = 128 * 1024;

    private readonly Resource _original;
    private readonly Func<string> _policy;
    private readonly bool _hasLongLists;
    private readonly List<ResourceChange> _changes = [];
    private Resource _text;
    private MemberRemovals _cuts;
    private RemovedPlaces? _removed;
    private JsonElement? _read;
    private JsonObject? _root;
    private bool _isFinished;

    internal ResourceDraft(Resource original, Func<string> policy)
    {
        _original = original;
        _text = original;
        _policy = policy;
        _hasLongLists = original.Json.Length > LargeMachine && MachineSpec.PointerIn(original.Id.Kind) is not null;
    }

    /// <summary>The edits so far, in the order in which they were made, with the policies that made them.</summary>
    public IReadOnlyList<ResourceChange> Changes => _changes;

    /// <summary>What the edits of the finished draft removed.</summary>
    internal RemovedPlaces Removed => _removed ??= new RemovedPlaces(_changes);

    /// <summary>
    /// The parsed object. It is parsed once, and again for each read after the draft is finished, so that a large
    /// restore does not keep all objects parsed.
    /// </summary>
    private JsonElement Read => _isFinished ? Parse() : _read ??= Parse();

    /// <summary>The tree that edits change. It is made for the first of them.</summary>
    private JsonObject Root => _root ??= JsonObject.Create(Read)!;

    /// <summary>
    /// The value at a JSON pointer now; <see langword="null"/> where there is none or it is null. Not to be edited.
    /// </summary>
    /// <param name="pointer">Where, such as <c>/spec/template/spec/hostname</c>; empty for the whole object.</param>
    /// <returns>A view of the value as it is now. Later edits may or may not show in it.</returns>
    /// <exception cref="FormatException">The text is no JSON pointer.</exception>
    public JsonNode? At(string pointer) =>
        IsTouched(pointer) ? NodePointer.Find(Root, pointer) : NodeValue.Of(Look(pointer));

    /// <summary>
    /// The string at a JSON pointer now; <see langword="null"/> where there is none, or a value of another type.
    /// </summary>
    /// <inheritdoc cref="At"/>
    public string? StringAt(string pointer)
    {
        if (IsTouched(pointer))
        {
            var node = NodePointer.Find(Root, pointer);
            return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }

        if (IsInText(pointer))
            return IsCut(pointer) ? null : _text.StringAt(pointer);

        return Look(pointer) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;
    }

    /// <summary>
    /// The pointers to all values that a pattern matches now, in the order in which they stand.
    /// </summary>
    /// <param name="pattern">
    /// A JSON pointer whose <c>*</c> stands for every item of a list or member of an object. Without one it is the
    /// pointer itself, where something is there.
    /// </param>
    /// <remarks>
    /// A list of its own: edits during a loop over it do no harm. Items that are removed move those behind them, so
    /// remove from the last to the first.
    /// </remarks>
    /// <exception cref="FormatException">The pattern is no JSON pointer.</exception>
    public IReadOnlyList<string> Find(string pattern) =>
        IsTouched(PointerPattern.Stem(pattern))
            ? NodePointer.Expand(Root, pattern)
            : ElementPointer.Expand(Read, pattern);

    /// <summary>
    /// The texts that a pattern matches now, with the pointers to them. One pass, where a read of each would begin anew.
    /// </summary>
    internal IReadOnlyList<(string Pointer, string Text)> TextsAt(string pattern) =>
        IsTouched(PointerPattern.Stem(pattern))
            ? NodePointer.Texts(Root, pattern)
            : ElementPointer.Texts(Read, pattern);

    /// <summary>The names of an object's members now; none where there is no object.</summary>
    internal IReadOnlyList<string> NamesAt(string pointer)
    {
        if (IsTouched(pointer))
            return NodePointer.Find(Root, pointer) is JsonObject members
                ? [.. members.Select(member => member.Key)]
                : [];
        if (Look(pointer) is not { ValueKind: JsonValueKind.Object } found)
            return [];

        var names = new List<string>(found.GetPropertyCount());
        foreach (var member in found.EnumerateObject())
            names.Add(member.Name);

        return names;
    }

    /// <summary>Sets a value. Objects on the way that are absent are created.</summary>
    /// <param name="pointer">Where. The parent must be an object, or an item that exists.</param>
    /// <param name="value">The value; it must belong to no other tree.</param>
    /// <returns>
    /// Whether anything changed: not where the value was there already, or something other than an object is in the
    /// way.
    /// </returns>
    /// <exception cref="FormatException">The text is no JSON pointer.</exception>
    public bool Set(string pointer, JsonNode? value)
    {
        var before = At(pointer);
        if (before is not null && JsonNode.DeepEquals(before, value))
            return false;

        return NodePointer.Set(Root, pointer, value) && Note(pointer, before, value);
    }

    /// <summary>
    /// Sets a text. Allocates nothing where it is there already, as with the names of most objects.
    /// </summary>
    internal void SetText(string pointer, string text)
    {
        if (StringAt(pointer) != text)
            Set(pointer, text);
    }

    /// <summary>Removes a member of an object, or an item of a list; those behind the item move up.</summary>
    /// <param name="pointer">Where. Nothing happens where nothing is there.</param>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="FormatException">The text is no JSON pointer.</exception>
    public bool Remove(string pointer)
    {
        if (TryCut(pointer) is { } isThere)
            return isThere && Note(pointer, Unread, null);
        if (!IsTouched(pointer) && Look(pointer) is null)
            return false;

        var before = At(pointer);

        return NodePointer.Remove(Root, pointer) && Note(pointer, before, null);
    }

    /// <summary>
    /// Edits the object freely; what changed is found by comparing. It costs a copy of the object, so prefer
    /// <see cref="Set"/> and <see cref="Remove"/> for single fields.
    /// </summary>
    /// <param name="edit">Gets the root object. apiVersion, kind and metadata.name must stay strings.</param>
    public void Edit(Action<JsonObject> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var before = Root.DeepClone();
        edit(Root);
        foreach (var (pointer, old, now) in NodeDiff.Find(before, Root))
            Note(pointer, old, now);
    }

    /// <summary>
    /// The object that the draft has become: the original where nothing changed. Later reads of the draft use its text,
    /// so that the tree can be released.
    /// </summary>
    /// <exception cref="FormatException">An edit took away apiVersion, kind or name.</exception>
    internal Resource Finish(JsonPack texts)
    {
        if (_changes.Count > 0)
            _text = Write(texts);
        if (!_hasLongLists)
            _root = null;
        _read = null;
        _cuts = default;
        _isFinished = true;

        return _text;
    }

    private Resource Write(JsonPack texts)
    {
        if (_root is null)
        {
            var rest = texts.Add(_original.Json.Span, _original.MemberIndex, _cuts);
            return new Resource(_original.Id, _original.ApiVersion, rest);
        }
        var header = new ResourceHeader(
            Required("/apiVersion"),
            Required("/kind"),
            StringAt("/metadata/namespace"),
            Required("/metadata/name")
        );

        return header.ToResource(texts.Add(Root), _original.Id.Namespace ?? "default");
    }

    /// <summary>
    /// Whether an edit may have changed what stands there. What no edit has touched is read from what was parsed,
    /// without a tree.
    /// </summary>
    private bool IsTouched(string pointer) =>
        _hasLongLists || (_root is not null && (_changes.Count >= FewChanges || IsChanged(pointer)));

    // Called for each read of each object, so without LINQ.
    private bool IsChanged(string pointer)
    {
        foreach (var change in _changes)
        {
            if (Touches(change.Path, pointer))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Cuts a member of the object or of its metadata out of the text, so that no tree is needed to remove it.
    /// </summary>
    /// <returns>Whether it was there; <see langword="null"/> where a tree is needed after all.</returns>
    private bool? TryCut(string pointer)
    {
        if (
            _root is not null
            || _isFinished
            || !_original.MemberIndex.IsKnown
            || _original.MemberIndex.Count > MemberRemovals.MaxPlaces
            || JsonPointer.Split(pointer) is not ([_] or ["metadata", _])
            || Identity.Contains(pointer)
        )
            return null;

        var place = PlaceOf(pointer);
        if (place < 0 || _cuts.Contains(place))
            return false;

        _cuts = _cuts.With(place);
        _read = null;

        return true;
    }

    /// <summary>
    /// Whether a value can be read from the text: while nothing is parsed, and not for the object and its metadata,
    /// whose members may be cut.
    /// </summary>
    private bool IsInText(string pointer) =>
        _isFinished
        || (_read is null && _original.MemberIndex.IsKnown && JsonPointer.Split(pointer) is not ([] or ["metadata"]));

    private bool IsCut(string pointer) => _cuts != default && _cuts.Contains(PlaceOf(pointer));

    private int PlaceOf(string pointer) =>
        _original.MemberIndex.PlaceOf(_original.Json.Span, JsonPointer.Split(pointer));

    private JsonElement Parse() => _cuts.ParseRest(_text.Json.Span, _text.MemberIndex, JsonLimits.Reading);

    /// <summary>The value at a pointer that no edit has changed.</summary>
    private JsonElement? Look(string pointer)
    {
        if (!IsInText(pointer))
            return ElementPointer.Find(Read, pointer);

        return IsCut(pointer) ? null : _text.At(pointer);
    }

    private string Required(string pointer) =>
        StringAt(pointer) is { Length: > 0 } text
            ? text
            : throw new FormatException($"{_original.Id}: an edit took away {pointer}.");

    /// <summary>Records a change. Returns true, so that it can end an edit.</summary>
    private bool Note(string pointer, JsonNode? before, JsonNode? after)
    {
        var isOriginal = before is not null && _changes.Count < FewChanges && !IsChanged(pointer);
        _changes.Add(new ResourceChange(_original, pointer, before, isOriginal, after, _policy()));

        return true;
    }

    /// <summary>
    /// Whether a change at one place may have changed what stands at another. What is removed from a list moves the
    /// rest.
    /// </summary>
    private static bool Touches(string changed, string pointer) =>
        IsWithin(pointer, changed)
        || IsWithin(changed, pointer)
        || (char.IsAsciiDigit(changed[^1]) && IsWithin(pointer, JsonPointer.Parent(changed)));

    private static bool IsWithin(string pointer, string outer) =>
        pointer.StartsWith(outer, StringComparison.Ordinal)
        && (pointer.Length == outer.Length || pointer[outer.Length] == '/');
}
