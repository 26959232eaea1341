using System.Text.Json;

namespace KubeVirt.Backup.Json;

/// <summary>A value of another type than its path expects.</summary>
internal readonly record struct PathMismatch(string Pointer, string Expected, JsonTokenType Found)
{
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
