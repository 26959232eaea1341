using System.Text.Json;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Guests;

/// <summary>Reads what the guest agent reports. What is absent or of another type reads as nothing.</summary>
internal static class GuestInfoReader
{
    private const string FreezeCommand = "guest-fsfreeze-freeze";

    /// <summary>What the agent reported of the guest.</summary>
    public static GuestInfo ToInfo(JsonElement json)
    {
        var hasOs = json.TryGetProperty("os", out var found) && found.ValueKind == JsonValueKind.Object;
        var os = hasOs ? found : JsonElement.Parse("{}");
        var commands = StatusReader.Objects(json, "supportedCommands").ToList();
        var disabled = commands.Where(command => !IsEnabled(command)).Select(NameOf);

        return new GuestInfo
        {
            AgentVersion = StatusReader.Text(json, "guestAgentVersion"),
            Hostname = StatusReader.Text(json, "hostname"),
            Timezone = StatusReader.Text(json, "timezone"),
            OsId = StatusReader.Text(os, "id"),
            OsPrettyName = StatusReader.Text(os, "prettyName"),
            KernelRelease = StatusReader.Text(os, "kernelRelease"),
            DisabledCommands = [.. disabled],
            CanFreeze = CanFreeze(commands),
        };
    }

    /// <summary>Whether the freeze is among the enabled commands; not known where an agent lists none.</summary>
    private static bool? CanFreeze(List<JsonElement> commands)
    {
        if (commands.Count == 0)
            return null;

        return commands.Any(command => NameOf(command) == FreezeCommand && IsEnabled(command));
    }

    private static string NameOf(JsonElement command) => StatusReader.Text(command, "name");

    private static bool IsEnabled(JsonElement command) =>
        command.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.True;

    /// <summary>A file system of the list.</summary>
    public static GuestFileSystem ToFileSystem(JsonElement json)
    {
        var serials = StatusReader
            .Objects(json, "disk")
            .Select(disk => StatusReader.Text(disk, "serial"))
            .Where(serial => serial.Length > 0);
        return new GuestFileSystem(
            StatusReader.Text(json, "diskName"),
            StatusReader.Text(json, "mountPoint"),
            StatusReader.Text(json, "fileSystemType"),
            NumberIn(json, "usedBytes"),
            NumberIn(json, "totalBytes"),
            [.. serials]
        );
    }

    private static long NumberIn(JsonElement json, string name)
    {
        var isNumber = json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number;
        return isNumber && value.TryGetInt64(out var number) ? number : 0;
    }
}
