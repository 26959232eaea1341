using System.Text;

namespace KubeVirt.Backup.Platforms;

/// <summary>Writes the tables of packs for people.</summary>
internal static class PlatformTables
{
    public static string Write(PlatformPack pack)
    {
        var text = new StringBuilder();
        Table(text, "objects | are | why | source", pack.Classes.Select(Row));
        Table(text, "kind | field that is left out | why | source", pack.Fields.Select(Row));
        Table(text, "kind | labels and annotations that are left out | why | source", pack.Keys.Select(Row));
        Table(text, "kind | label of a tool | what a user had is in | source", pack.SavedLabels.Select(Row));
        Table(text, "annotation that asks for fixed addresses | of | stands on | source", pack.Addresses.Select(Row));
        Table(text, "kind | text that repeats a name | of | in the form | source", pack.NameTexts.Select(Row));
        Table(text, "label that holds the name of a namespace | source", pack.NamespaceLabels.Select(Row));
        Table(text, "kind | address or host name under which it is reached | source", pack.Published.Select(Row));
        Table(text, "what every target has | if it is missing | why | source", pack.Expected.Select(Row));
        Table(text, "maker | makes | named at | source", pack.Makers.Select(Row));
        Table(text, "kind | no longer served | written as | source", pack.Versions.Select(Row));
        Table(text, "kind that stands beside machines | why | source", pack.Neighbours.Select(Row));

        return text.ToString();
    }

    private static void Table(StringBuilder text, string head, IEnumerable<string> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
            return;

        var columns = head.Count(character => character == '|') + 1;
        text.Append($"\n| {head} |\n|{string.Concat(Enumerable.Repeat("---|", columns))}\n");
        foreach (var line in lines)
            text.Append($"| {line} |\n");
    }

    private static string Row(SavedLabelRule rule) =>
        $"{rule.Kind} | `{rule.Label}` | `{rule.SavedAs}` | {rule.Source}";

    private static string Row(ClassRule rule) => $"{Objects(rule)} | {Class(rule)} | {rule.Reason} | {rule.Source}";

    private static string Objects(ClassRule rule)
    {
        string[] conditions =
        [
            Kinds(rule.Kinds),
            rule.Names.Count == 0 ? "" : $"named {Codes(rule.Names)}",
            rule.Path is null ? "" : $"with {Text(rule)}",
            rule.Owners.Count == 0 ? "" : $"{(rule.IsControlled ? "controlled" : "owned")} by {Kinds(rule.Owners)}",
            rule.IsRun ? "that is run" : "",
            rule.HoldsData ? "that holds a guest's data" : "",
        ];

        return string.Join(", ", conditions.Where(condition => condition.Length > 0));
    }

    private static string Text(ClassRule rule) =>
        $"`{rule.Path}`"
        + (rule.Values.Count == 0 ? "" : $" of {Codes(rule.Values)}")
        + (rule.ExceptValues.Count == 0 ? "" : $" other than {Codes(rule.ExceptValues)}");

    private static string Class(ClassRule rule) =>
        rule.Class.ToString().ToLowerInvariant() + (rule.IsCarried ? ", carried along" : "");

    private static string Row(FieldRule rule)
    {
        string[] conditions =
        [
            $"`{rule.Path}`" + (rule.RemovesItem ? ", with its item" : ""),
            rule.OnlyValues.Count == 0 ? "" : $"where it is {Codes(rule.OnlyValues)}",
            rule.Keep.Count == 0 ? "" : $"but {string.Join(", ", rule.Keep.Select(text => $"`\"{text}\"`"))}",
            rule.When is null ? "" : $"where `{rule.When}` is `{rule.WhenValue}`",
            rule.StaysWhereAuthored ? "unless its author chose it" : "",
            rule.OnlyWhereMoved ? "in another namespace" : "",
        ];

        return $"{Kinds(rule.Kinds)} | {string.Join(", ", conditions.Where(text => text.Length > 0))} | {rule.Reason} | {rule.Source}";
    }

    private static string Row(KeyRule rule)
    {
        var scope = rule.Scope switch
        {
            KeyScope.Copies => ", from copies",
            KeyScope.NameChanges => ", where names change",
            _ => "",
        };
        var place = rule.IsOfTemplate ? ", in the template of the guest" : "";
        var keep = rule.Keep.Count == 0 ? "" : $", but {Codes(rule.Keep)}";

        return $"{Kinds(rule.Kinds)} | {Codes([.. rule.Annotations, .. rule.Labels])}{place}{keep}{scope} | {rule.Reason} | {rule.Source}";
    }

    private static string Row(AddressRule rule) =>
        $"`{rule.Annotation}` | {rule.Holds.ToString().ToUpperInvariant()} | {(rule.IsOnMachine ? "the machine" : "the guest")} | {rule.Source}";

    private static string Row(NameTextRule rule)
    {
        var place = rule.Place switch
        {
            NamePlace.Json => ", in its JSON",
            NamePlace.Keys => ", in its keys",
            _ => "",
        };
        var named = rule.Names is { } kind ? kind.ToString() : "itself";

        return $"{Kinds(rule.Kinds)} | `{rule.Path}`{place} | {named} | {Codes(rule.Forms)} | {rule.Source}";
    }

    private static string Row(NamespaceLabelRule rule) => $"`{rule.Label}` | {rule.Source}";

    private static string Row(PublishedRule rule) => $"{rule.Kind} | `{rule.Path}` | {rule.Source}";

    private static string Row(ExpectedRule rule)
    {
        var names = rule.Names.Count == 0 ? "" : $" {Codes(rule.Names)}";
        var namespaces = rule.Namespaces.Count == 0 ? "" : $" in {Codes(rule.Namespaces)}";

        return $"{rule.Kind}{names}{namespaces} | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Reason} | {rule.Source}";
    }

    private static string Row(MakerRule rule) =>
        $"{rule.Maker} | {rule.Made} | {Codes(rule.NamePaths)} | {rule.Source}";

    private static string Row(VersionRule rule) =>
        $"{Kinds(rule.Kinds)} | {Codes(rule.Old)} | `{rule.Served}` | {rule.Source}";

    private static string Row(NeighbourRule rule)
    {
        var needed = rule.NeededWhen is null
            ? ""
            : $" Machines need one whose `{rule.NeededWhen}` is `{rule.NeededValue}`.";

        return $"{rule.Kind} | {rule.Reason}{needed} | {rule.Source}";
    }

    private static string Kinds(IReadOnlyCollection<GroupKind> kinds) =>
        kinds.Count == 0 ? "any kind" : string.Join(", ", kinds.Order());

    private static string Codes(IEnumerable<string> texts) => string.Join(", ", texts.Select(text => $"`{text}`"));
}
