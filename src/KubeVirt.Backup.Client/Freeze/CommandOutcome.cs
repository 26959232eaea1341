using System.Globalization;
using System.Text.Json;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Reads how a command in a container ended.</summary>
internal static class CommandOutcome
{
    /// <summary>The exit code in a Status of the outcome's channel.</summary>
    /// <exception cref="ClusterException">It holds none: nobody knows how the command ended.</exception>
    public static int ExitCodeIn(string path, byte[] status)
    {
        try
        {
            var outcome = JsonElement.Parse(status);
            if (outcome.GetProperty("status").GetString() == "Success")
                return 0;
            if (ExitCodeCauseIn(outcome) is { } cause)
                return int.Parse(cause.GetProperty("message").GetString()!, CultureInfo.InvariantCulture);

            // The runtime of the container says so when it could not begin, and also when it lost sight of what it
            // began.
            var message = outcome.GetProperty("message").GetString();
            throw MayHaveRun(path, $"the command's outcome is not known: {message}. It may have run.");
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw MayHaveRun(path, "the command's outcome cannot be read: it may have run.", e);
        }
    }

    /// <summary>The cause of a Status that holds the exit code; <see langword="null"/> where there is none.</summary>
    private static JsonElement? ExitCodeCauseIn(JsonElement status)
    {
        if (!status.TryGetProperty("details", out var details))
            return null;

        var cause = details
            .GetProperty("causes")
            .EnumerateArray()
            .FirstOrDefault(cause => cause.GetProperty("reason").GetString() == "ExitCode");
        return cause.ValueKind == JsonValueKind.Object ? cause : null;
    }

    /// <summary>The failure of a command of which nobody knows how it ended.</summary>
    public static ClusterException MayHaveRun(string path, string problem, Exception? cause = null) =>
        new(HttpMethod.Get, path, problem, cause) { IsTransient = true };
}
