using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>A value of another JSON type than the paths of a table expect.</summary>
/// <param name="Pointer">JSON pointer to the value.</param>
/// <param name="Expected">The expected type in words, such as <c>a list</c>.</param>
/// <param name="Found">The type of the value.</param>
internal readonly record struct PathMismatch(string Pointer, string Expected, JsonTokenType Found)
{
    /// <summary>The type of the value in words, such as <c>a string</c>.</summary>
    public string FoundText =>
        Found switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            _ => "true or false",
        };
}
