using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>A text somewhere in an object, with what it stands in.</summary>
/// <param name="Value">The value; a text where it is handed out by <see cref="TextsIn"/>.</param>
/// <param name="Pointer">Where it stands.</param>
/// <param name="Member">The name of the member, or the number of the item.</param>
/// <param name="Parent">The object or list that it stands in; <see langword="null"/> for the outermost.</param>
internal sealed record TextPlace(JsonElement Value, string Pointer, string Member, TextPlace? Parent)
{
    /// <summary>The text.</summary>
    public string Text => Value.GetString()!;

    /// <summary>The text of a member of an object; <see langword="null"/> where there is none.</summary>
    public string? TextAt(string member) =>
        MemberAt(member) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    /// <summary>A member of an object; <see langword="null"/> where there is none, or this is no object.</summary>
    public JsonElement? MemberAt(string member) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(member, out var found) ? found : null;

    /// <summary>Everything that it stands in, from the inside out.</summary>
    public IEnumerable<TextPlace> Outer()
    {
        for (var place = Parent; place is not null; place = place.Parent)
            yield return place;
    }

    /// <summary>All texts in a value, in their order, without recursion: a user may nest as deep as JSON goes.</summary>
    /// <param name="root">The value.</param>
    /// <param name="skipped">Names of members of the value itself that are passed over.</param>
    public static IEnumerable<TextPlace> TextsIn(JsonElement root, params IReadOnlyCollection<string> skipped)
    {
        var open = new Stack<TextPlace>();
        open.Push(new TextPlace(root, "", "", null));
        while (open.TryPop(out var place))
        {
            if (place.Value.ValueKind == JsonValueKind.String)
                yield return place;

            var isOutermost = place.Parent is null;
            foreach (var inner in place.Inner().Reverse())
            {
                if (!isOutermost || !skipped.Contains(inner.Member))
                    open.Push(inner);
            }
        }
    }

    /// <summary>What stands in it: the members of an object, the items of a list.</summary>
    private IEnumerable<TextPlace> Inner()
    {
        if (Value.ValueKind == JsonValueKind.Object)
            return Value.EnumerateObject().Select(member => Within(member.Value, member.Name));
        if (Value.ValueKind == JsonValueKind.Array)
            return Value
                .EnumerateArray()
                .Select((item, index) => Within(item, index.ToString(CultureInfo.InvariantCulture)));

        return [];
    }

    /// <summary>A value that stands in this one.</summary>
    private TextPlace Within(JsonElement value, string member) =>
        new(value, $"{Pointer}/{JsonPointer.Escape(member)}", member, this);
}
