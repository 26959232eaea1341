using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Rehearsal;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes rehearsals as text and JSON. Each of these is a pure function.</summary>
/// <remarks>No value of a Secret is in them, since no rule of the model reads one.</remarks>
public static class RehearsalFormats
{
    /// <summary>Text for people: machines, volumes, what happens step by step with its sources, findings.</summary>
    /// <param name="report">What a rehearsal showed.</param>
    public static string ToText(this RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine(report.ToString());
        text.WriteLine();
        PlanText.Section(text, "Machines", report.Machines);
        PlanText.Section(text, "Volumes", report.Volumes);
        foreach (var step in report.Story.GroupBy(told => told.Step))
        {
            var title =
                step.Key < 0 ? "Before the first step" : $"Step {step.Key.ToString(CultureInfo.InvariantCulture)}";
            PlanText.Section(text, title, step.Select(told => $"{told.Object}: {told.What} [{told.Source}]"));
        }

        PlanText.WriteFindings(text, report.Findings);
        return text.ToString();
    }

    /// <summary>
    /// JSON for programs: <c>machines</c>, <c>volumes</c>, <c>story</c>, <c>findings</c>, and <c>observed</c> in the
    /// form of
    /// recorded runs.
    /// </summary>
    /// <param name="report">What a rehearsal showed.</param>
    public static string ToJson(this RehearsalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);

        return JsonText.Write(writer => Write(writer, report));
    }

    /// <summary>
    /// The text of several rehearsals, each under its name; of one as <see cref="ToText(RehearsalReport)"/>.
    /// </summary>
    /// <param name="reports">The rehearsals with their names.</param>
    public static string ToText(this IReadOnlyList<(string Name, RehearsalReport Report)> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        if (reports is [var only])
            return only.Report.ToText();

        return string.Concat(reports.Select(one => $"# {PrintableText.Escape(one.Name)}\n{one.Report.ToText()}"));
    }

    /// <summary>
    /// The JSON of several rehearsals, as a list <c>runs</c> with a <c>name</c> each; of one as
    /// <see cref="ToJson(RehearsalReport)"/>.
    /// </summary>
    /// <param name="reports">The rehearsals with their names.</param>
    public static string ToJson(this IReadOnlyList<(string Name, RehearsalReport Report)> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        if (reports is [var only])
            return only.Report.ToJson();

        return JsonText.Write(writer => writer.WriteObjects("runs", reports, one =>
            {
                writer.WriteString("name", one.Name);
                Write(writer, one.Report);
            }));
    }

    /// <summary>The members of a rehearsal.</summary>
    internal static void Write(Utf8JsonWriter writer, RehearsalReport report)
    {
        writer.WriteObjects("machines", report.Machines, machine => Write(writer, machine));
        writer.WriteObjects("volumes", report.Volumes, volume => Write(writer, volume));
        writer.WriteObjects("story", report.Story, told => Write(writer, told));
        writer.WriteFindings(report.Findings);
        writer.WritePropertyName("observed");
        report.Observed.WriteTo(writer);
    }

    private static void Write(Utf8JsonWriter writer, RehearsedMachine machine)
    {
        writer.WriteString("machine", machine.Machine.ToString());
        writer.WriteString("outcome", machine.Outcome.ToString());
        writer.WriteString("status", machine.Status);
        writer.WriteString("reason", machine.Reason);
    }

    private static void Write(Utf8JsonWriter writer, RehearsedVolume volume)
    {
        writer.WriteString("claim", volume.Claim.ToString());
        writer.WriteString("outcome", volume.Outcome.ToString());
        writer.WriteString("reason", volume.Reason);
        writer.WriteString("source", volume.Source);
    }

    private static void Write(Utf8JsonWriter writer, RehearsalEvent told)
    {
        writer.WriteNumber("step", told.Step);
        writer.WriteString("object", told.Object);
        writer.WriteString("effect", told.Effect.ToString());
        writer.WriteString("what", told.What);
        writer.WriteString("source", told.Source);
    }
}
