using System.Text.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes what a restore changes for a page, object by object and value by value: the value before, and after each policy
/// that changed it.
/// </summary>
internal static class PageChanges
{
    // A value is cut off where nobody would read on. Of many changes each has less room, so that the page stays small.
    private const int MaxValue = 400;
    private const int MaxValueOfMany = 100;
    private const int Many = 2000;

    /// <summary>
    /// Writes <c>changes</c>. Each object is a list: its place or -1, its id in the backup, its new name, and its changes,
    /// each a list of pointer, value before, and then a value and a policy for each step.
    /// </summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="result">The result, whose changes show no value of a Secret.</param>
    /// <param name="objects">The objects of the page, by their ids in the target.</param>
    /// <param name="texts">The texts of the page.</param>
    public static void Write(Utf8JsonWriter writer, RestoreResult result, PageObjects objects, PageTexts texts)
    {
        var length = result.Changes.Count > Many ? MaxValueOfMany : MaxValue;
        writer.WriteStartArray("changes");
        foreach (var changed in RestoreDiff.StepsOf(result))
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(objects.PlaceOf(changed.NewId));
            writer.WriteNumberValue(texts.NumberOf(changed.Resource.ToString()));
            writer.WriteNumberValue(texts.NumberOf(changed.NewName));
            foreach (var change in changed.Changes)
                writer.WriteNumbers(NumbersOf(change, texts, length));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>One value with its steps, in the order of the policies.</summary>
    private static IEnumerable<int> NumbersOf(NetChange change, PageTexts texts, int length)
    {
        yield return texts.NumberOf(change.Path);
        yield return ValueOf(change.Before, texts, length);
        foreach (var (after, policy) in change.Steps)
        {
            yield return ValueOf(after, texts, length);
            yield return texts.NumberOf(policy);
        }
    }

    /// <summary>A value as JSON, cut off where nobody would read on.</summary>
    private static int ValueOf(JsonElement? value, PageTexts texts, int length) =>
        value is null ? PageTexts.None : texts.NumberOf(JsonText.Short(value, length));
}
