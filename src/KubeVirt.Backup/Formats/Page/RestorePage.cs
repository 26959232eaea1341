using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes the result of a restore as one page: its objects as a graph, and what was changed by which policy.
/// </summary>
/// <remarks>
/// A result holds objects and no graph, so the references are those that the built-in resolvers find among its objects.
/// The data is one JSON object, as that of a plan. Besides what all pages have, a restore has:
/// <list type="bullet">
/// <item><c>changes</c>: what each policy changed, by object;</item>
/// <item><c>skipped</c>: what is left out, by reason and policy;</item>
/// <item><c>lists</c>: volumes, owners and what nodes must have, as lines of text;</item>
/// <item><c>rehearsal</c>: what a rehearsal showed, where there was one.</item>
/// </list>
/// </remarks>
internal static class RestorePage
{
    private const int MaxStaticLines = 400;
    private const string Title = "Restore";

    /// <summary>The result as a page, with what a rehearsal of it showed where there was one.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="result">The result.</param>
    /// <param name="rehearsal">What playing it showed; <see langword="null"/> where it was not played.</param>
    public static void Write(TextWriter html, RestoreResult result, RehearsalReport? rehearsal) =>
        PageShell.Write(
            html,
            Title,
            writer => WriteData(writer, result, rehearsal),
            body => WriteStatic(body, result, rehearsal)
        );

    private static void WriteData(Utf8JsonWriter writer, RestoreResult result, RehearsalReport? rehearsal)
    {
        var texts = new PageTexts();
        var graph = ResourceGraph.Create(result.Resources, BuiltInResolvers.Default);
        var groups = MachineGroups.Of(graph);
        var sets = result.Sets.Select(set => set.Select(resource => resource.Id).ToList()).ToList();
        var objects = new PageObjects(graph, sets, texts);
        writer.WriteString("page", "restore");
        writer.WriteString("title", Title);
        writer.WriteString("summary", result.ToString());
        objects.Write(writer, groups.Machines.Select(machine => graph.Nodes[machine].Id), groups);
        PageChanges.Write(writer, result, objects, texts);
        WriteSkipped(writer, result, texts);
        WriteLists(writer, result, texts);
        if (rehearsal is not null)
            PageRehearsal.Write(writer, rehearsal, objects, texts);
        writer.WriteFindings(FindingsOf(result, rehearsal, objects), objects, texts);
        texts.Write(writer);
    }

    /// <summary>Findings of a restore bear ids of the backup, those of a rehearsal ids of the target.</summary>
    private static IEnumerable<(Finding Finding, int Place)> FindingsOf(
        RestoreResult result,
        RehearsalReport? rehearsal,
        PageObjects objects
    )
    {
        var newIds = RestoreDiff.StepsOf(result).ToDictionary(changed => changed.Resource, changed => changed.NewId);
        foreach (var finding in result.Findings)
        {
            var id =
                finding.Resource is { } old && newIds.TryGetValue(old, out var renamed) ? renamed : finding.Resource;
            yield return (finding, objects.PlaceOf(id));
        }

        foreach (var finding in rehearsal?.Findings ?? [])
            yield return (finding, objects.PlaceOf(finding.Resource));
    }

    /// <summary>Each reason and policy, what becomes of the objects, and which they are.</summary>
    private static void WriteSkipped(Utf8JsonWriter writer, RestoreResult result, PageTexts texts)
    {
        var alike = result.Skipped.GroupBy(skipped => (skipped.Reason, skipped.Policy, skipped.Outcome));
        writer.WriteRows(
            "skipped",
            alike.Select(group =>
                new[]
                {
                    texts.NumberOf(group.Key.Reason),
                    texts.NumberOf(group.Key.Policy),
                    texts.NumberOf(WordsOf(group.Key.Outcome)),
                }
                    .Concat(group.Select(skipped => texts.NumberOf(skipped.Resource.ToString())))
                    .ToArray()
            )
        );
    }

    /// <summary>What stands in lines of text: each list begins with its title.</summary>
    private static void WriteLists(Utf8JsonWriter writer, RestoreResult result, PageTexts texts)
    {
        (string Title, IEnumerable<object> Lines)[] lists =
        [
            ("Volumes", result.Volumes),
            ("Owners to put back", result.Owners),
            ("Nodes of the target must have", NodeNeeds.Of(result.Resources)),
        ];
        writer.WriteRows(
            "lists",
            lists.Select(list =>
                list.Lines.Select(line => texts.NumberOf(line.ToString())).Prepend(texts.NumberOf(list.Title)).ToArray()
            )
        );
    }

    /// <summary>What becomes of the objects that need one that is left out, in words.</summary>
    private static string WordsOf(SkipOutcome outcome) =>
        outcome switch
        {
            SkipOutcome.Lost => "lost",
            SkipOutcome.MadeAnew => "made anew",
            SkipOutcome.Expected => "expected in the target",
            _ => "not needed",
        };

    /// <summary>
    /// What readers without scripts see: the net effect as text, what the rehearsal showed, and the findings.
    /// </summary>
    private static void WriteStatic(TextWriter html, RestoreResult result, RehearsalReport? rehearsal)
    {
        html.Write($"<h1>{Title}</h1><p>{HtmlText.Encode(result)}</p>\n");
        WriteLines(html, "Changes", result.ToDiff());
        if (rehearsal is not null)
            WriteLines(html, "Rehearsal", rehearsal.ToText());
        PlanHtml.WriteFindings(html, result.Findings);
    }

    /// <summary>A text line by line under its title; of a long one the beginning, and how much more there is.</summary>
    private static void WriteLines(TextWriter html, string title, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        html.Write($"<h2>{title}</h2><pre>\n");
        foreach (var line in lines.Take(MaxStaticLines))
            html.Write($"{HtmlText.Encode(line)}\n");
        if (lines.Length > MaxStaticLines)
            html.Write(
                string.Create(CultureInfo.InvariantCulture, $"... {lines.Length - MaxStaticLines} more lines\n")
            );
        html.Write("</pre>\n");
    }
}
