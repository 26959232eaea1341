using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The texts in which an object repeats a name in a form of its platform's. The packs say which, see
/// <see cref="PlatformPack.NameTexts"/>.
/// </summary>
internal static class NameTexts
{
    /// <summary>Rewrites the texts of an object, or reports them.</summary>
    /// <param name="context">Any object; nothing happens where no pack knows of a text in its kind.</param>
    public static void Map(RestoreContext context)
    {
        foreach (var rule in context.Graph.Platforms.NameTextsOf(context.Id.Kind))
        {
            if (rule.Place == NamePlace.Keys)
                MapKeys(context, rule);
            else
                MapTexts(context, rule);
        }
    }

    private static void MapTexts(RestoreContext context, NameTextRule rule)
    {
        foreach (var pointer in context.Draft.Find(rule.Path))
        {
            var written = context.Original.StringAt(pointer);
            // What another policy wrote there stays.
            if (written is null || context.Draft.StringAt(pointer) != written)
                continue;

            var mapped = rule.Place == NamePlace.Json ? InJson(context, rule, written) : Mapped(context, rule, written);
            if (mapped is not null && mapped != written)
                context.Draft.SetText(pointer, mapped);
            if (rule.Names is null)
                ReportLeft(context, rule, pointer, mapped ?? written);
        }
    }

    /// <summary>Renames the members of an object that are named after something.</summary>
    private static void MapKeys(RestoreContext context, NameTextRule rule)
    {
        var renamed = new List<(string Pointer, string Text)>();
        foreach (var key in context.Draft.NamesAt(rule.Path).ToList())
        {
            var pointer = $"{rule.Path}/{JsonPointer.Escape(key)}";
            var now = Mapped(context, rule, key);
            if (now is null || now == key || context.Draft.StringAt(pointer) is not { } text)
                continue;

            renamed.Add(($"{rule.Path}/{JsonPointer.Escape(now)}", text));
            context.Draft.Remove(pointer);
        }

        // When all are gone: a map may exchange two names.
        foreach (var (pointer, text) in renamed)
            context.Draft.Set(pointer, text);
    }

    /// <summary>A text with the new name; <see langword="null"/> where it is no name of what the rule is about.</summary>
    private static string? Mapped(RestoreContext context, NameTextRule rule, string text)
    {
        foreach (var form in rule.Forms.Select(form => new NameForm(form)))
        {
            if (rule.Names is null && form.Write(context.Id) == text)
                return form.Write(context.Names.Map(context.Id));
            if (rule.Names is { } kind && form.Read(text, kind) is var (id, tail))
                return form.Write(context.Names.Map(id), tail);
        }

        return null;
    }

    /// <summary>
    /// JSON with each of its texts that is a name rewritten, and all else as it was; <see langword="null"/> where none
    /// is, or it is no JSON.
    /// </summary>
    private static string? InJson(RestoreContext context, NameTextRule rule, string json) =>
        EmbeddedJson.ReplaceAll(json, place => Mapped(context, rule, place.Text));

    /// <summary>Reports the object's own old name that is left in a text, as in one that is no JSON.</summary>
    private static void ReportLeft(RestoreContext context, NameTextRule rule, string pointer, string text)
    {
        var now = context.Names.Map(context.Id);
        var isLeft = rule.Forms.Any(form => Holds(text, new NameForm(form).Write(context.Id)));
        if (now == context.Id || !isLeft)
            return;

        context.Report(
            FindingIds.RenameNotFollowed,
            FindingSeverity.Warning,
            pointer,
            $"The text repeats the name {context.Id.Namespace}/{context.Id.Name} in a way that is not known; it stays as "
                + $"it is. Change it to {now.Namespace}/{now.Name} where its reader compares them."
        );
    }

    /// <summary>Whether a name stands in a text, and not as a part of a longer one.</summary>
    private static bool Holds(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; )
        {
            var end = at + name.Length;
            var isWhole = (at == 0 || !IsOfName(text[at - 1])) && (end == text.Length || !IsOfName(text[end]));
            if (isWhole)
                return true;

            at = text.IndexOf(name, end, StringComparison.Ordinal);
        }

        return false;
    }

    /// <summary>Whether a character can stand in a longer name, or in one with a namespace.</summary>
    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/';
}
