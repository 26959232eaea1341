using System.Globalization;
using System.Text;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes the result of a restore as text, JSON and HTML. Each of these is a pure function. No value of a Secret is in them.
/// </summary>
/// <example>
/// <code language="csharp">
/// Console.WriteLine(result.ToDiff());
/// await File.WriteAllTextAsync("restore.json", result.ToJson(), cancellationToken);
/// </code>
/// </example>
public static class RestoreFormats
{
    /// <summary>
    /// Text for people: sets, every change by object with the policy that made it, volumes, owners, what nodes must have,
    /// what is left out, and findings, the worst first.
    /// </summary>
    public static string ToText(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);

        return WrittenText.Of(result.WriteText);
    }

    /// <summary>Writes what <see cref="ToText(RestoreResult)"/> returns.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    public static void WriteText(this RestoreResult result, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine(result.ToString());
        writer.WriteLine();
        for (var i = 0; i < result.Sets.Count; i++)
            PlanText.Section(writer, $"Set {i.ToString(CultureInfo.InvariantCulture)}", result.Sets[i]);

        foreach (var group in result.Changes.GroupBy(change => change.Resource).OrderBy(group => group.Key))
            PlanText.Section(writer, $"Changes of {group.Key}", group.Select(ToLine));

        PlanText.Section(writer, "Volumes", result.Volumes);
        PlanText.Section(writer, "Owners to put back", result.Owners);
        PlanText.Section(writer, "Nodes of the target must have", NodeNeeds.Of(result.Resources));
        PlanText.Section(writer, "Left out", result.Skipped.Select(ToLine));
        PlanText.WriteFindings(writer, result.Findings);
    }

    /// <summary>
    /// The net effect of a restore, for people: each object with its old and new name, and what is added (<c>+</c>),
    /// removed (<c>-</c>) and changed (<c>~</c>) in the end. Steps between are left out.
    /// </summary>
    public static string ToDiff(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);

        return WrittenText.Of(result.WriteDiff);
    }

    /// <summary>Writes what <see cref="ToDiff"/> returns.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    public static void WriteDiff(this RestoreResult result, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        RestoreDiff.Write(writer, result);
    }

    /// <summary>
    /// One HTML page that needs no other file and no network: each object before and after, policy by policy, the graph by
    /// machine, the sets, the findings, and a search over all. Without scripts it shows the changes as text.
    /// </summary>
    /// <remarks>
    /// A result holds no graph: the references of the page are those that the built-in resolvers find among its objects.
    /// Of values, the first 400 characters are shown, and 100 where there are more than 2,000 changes. A large page holds its
    /// data compressed, so that the same result gives the same characters under the same version of .NET.
    /// </remarks>
    /// <param name="result">The result.</param>
    public static string ToHtml(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);

        return WrittenText.Of(result.WriteHtml);
    }

    /// <summary>The page of <see cref="ToHtml(RestoreResult)"/> with what a rehearsal showed, as a timeline.</summary>
    /// <param name="result">The result.</param>
    /// <param name="rehearsal">What playing it showed.</param>
    public static string ToHtml(this RestoreResult result, RehearsalReport rehearsal)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(rehearsal);

        return WrittenText.Of(writer => result.WriteHtml(writer, rehearsal));
    }

    /// <summary>Writes what <see cref="ToHtml(RestoreResult)"/> returns.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    public static void WriteHtml(this RestoreResult result, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        RestorePage.Write(writer, result, null);
    }

    /// <summary>Writes what <see cref="ToHtml(RestoreResult, RehearsalReport)"/> returns.</summary>
    /// <param name="result">The result.</param>
    /// <param name="writer">Where to write. It is not flushed or closed.</param>
    /// <param name="rehearsal">What playing it showed.</param>
    public static void WriteHtml(this RestoreResult result, TextWriter writer, RehearsalReport rehearsal)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(rehearsal);
        RestorePage.Write(writer, result, rehearsal);
    }

    /// <summary>Text for people: the APIs, namespaces, objects and nodes that the target cluster must have.</summary>
    public static string ToText(this TargetNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(needs);

        return WrittenText.Of(writer =>
        {
            PlanText.Section(writer, "APIs", needs.Apis);
            PlanText.Section(writer, "Namespaces", needs.Namespaces);
            PlanText.Section(writer, "Objects", needs.Objects);
            PlanText.Section(writer, "Nodes", needs.Nodes);
        });
    }

    /// <summary>
    /// One JSON document of format version 1, which later versions of this library extend and do not change:
    /// <see cref="RestoreDocument"/> reads it back.
    /// </summary>
    public static string ToJson(this RestoreResult result)
    {
        ArgumentNullException.ThrowIfNull(result);

        return RestoreDocument.Of(result).ToJson();
    }

    /// <summary>The document of <see cref="ToJson(RestoreResult)"/> with one member more, <c>rehearsal</c>.</summary>
    /// <param name="result">The result.</param>
    /// <param name="rehearsal">What playing it showed; as <see cref="RehearsalFormats"/> writes it.</param>
    public static string ToJson(this RestoreResult result, RehearsalReport rehearsal)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(rehearsal);
        using var document = DocumentJson.Parse(Encoding.UTF8.GetBytes(RestoreDocument.Of(result).ToJson()));

        return DocumentJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
                member.WriteTo(writer);
            writer.WriteStartObject("rehearsal");
            RehearsalFormats.Write(writer, rehearsal);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static string ToLine(ResourceChange change)
    {
        var before = JsonText.Short(change.Before);
        var after = JsonText.Short(change.After);

        return $"{change.Path}: {before} -> {after} [{change.Policy}]";
    }

    private static string ToLine(SkippedResource skipped) => $"{skipped.Resource}: {skipped.Reason} [{skipped.Policy}]";
}
