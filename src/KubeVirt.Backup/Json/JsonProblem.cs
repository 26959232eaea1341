using System.Globalization;
using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>
/// What is wrong with a JSON text, and where. The reader's own words quote what stands there, which may be a secret, a
/// command for a terminal, or megabytes of them.
/// </summary>
internal static class JsonProblem
{
    // The reader has no codes, so its words are all there is to tell by. Words that are not known make the last case.
    // What the reader says of the kinds of fault that a user can tell apart.
    private static readonly (string Said, string Problem)[] Faults =
    [
        ("end of data", "the text ends before it is complete"),
        ("any JSON tokens", "the text is empty"),
        ("depth", "it is nested too deeply"),
        ("uplicate", "a name stands twice in an object"),
    ];

    /// <remarks>The column is left out: it counts bytes, and no editor does.</remarks>
    /// <summary>The problem as a part of a sentence, without its end: with the line where it is known.</summary>
    /// <param name="fault">What the reader threw. Its message is compared and not repeated.</param>
    /// <returns>Such as <c>line 3: the text ends before it is complete</c>.</returns>
    public static string Of(JsonException fault)
    {
        var known = Array.Find(Faults, one => fault.Message.Contains(one.Said, StringComparison.Ordinal));
        var problem = known.Problem ?? "what stands there is no JSON";

        return fault.LineNumber is { } line
            ? $"line {(line + 1).ToString(CultureInfo.InvariantCulture)}: {problem}"
            : problem;
    }
}
