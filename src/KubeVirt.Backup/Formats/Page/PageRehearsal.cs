using System.Text.Json;
using KubeVirt.Backup.Rehearsal;

namespace KubeVirt.Backup.Formats;

/// <summary>Writes what a rehearsal showed for a page: machines, volumes, and what happens step by step.</summary>
internal static class PageRehearsal
{
    // Nobody reads a story of more events; the text and the JSON of a rehearsal have all of them.
    private const int MaxEvents = 5000;

    /// <summary>
    /// Writes <c>rehearsal</c>: of each machine and volume its place or -1, its id, its outcome, a note and the reason; of
    /// each event its step, object, effect, what happens and where the rule stands.
    /// </summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="report">What the rehearsal showed.</param>
    /// <param name="objects">The objects of the page.</param>
    /// <param name="texts">The texts of the page.</param>
    public static void Write(Utf8JsonWriter writer, RehearsalReport report, PageObjects objects, PageTexts texts)
    {
        writer.WriteStartObject("rehearsal");
        writer.WriteString("summary", report.ToString());
        writer.WriteRows("machines", report.Machines.Select(machine => NumbersOf(machine, objects, texts)));
        writer.WriteRows("volumes", report.Volumes.Select(volume => NumbersOf(volume, objects, texts)));
        writer.WriteNumber("events", report.Story.Count);
        writer.WriteRows("story", report.Story.Take(MaxEvents).Select(told => NumbersOf(told, texts)));
        writer.WriteEndObject();
    }

    /// <summary>What becomes of a machine.</summary>
    private static int[] NumbersOf(RehearsedMachine machine, PageObjects objects, PageTexts texts) =>
        [
            objects.PlaceOf(machine.Machine),
            texts.NumberOf(machine.Machine.ToString()),
            texts.NumberOf(machine.Outcome.ToString()),
            texts.NumberOf(machine.Status),
            texts.NumberOf(machine.Reason),
        ];

    /// <summary>What becomes of a volume.</summary>
    private static int[] NumbersOf(RehearsedVolume volume, PageObjects objects, PageTexts texts) =>
        [
            objects.PlaceOf(volume.Claim),
            texts.NumberOf(volume.Claim.ToString()),
            texts.NumberOf(volume.Outcome.ToString()),
            texts.NumberOf(volume.Source),
            texts.NumberOf(volume.Reason),
        ];

    /// <summary>One thing that happens.</summary>
    private static int[] NumbersOf(RehearsalEvent told, PageTexts texts) =>
        [
            told.Step,
            texts.NumberOf(told.Object),
            texts.NumberOf(told.Effect.ToString()),
            texts.NumberOf(told.What),
            texts.NumberOf(told.Source),
        ];
}
