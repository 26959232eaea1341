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
        var os =
            json.TryGetProperty("os", out var found) && found.ValueKind == JsonValueKind.Object
                ? found
                : JsonElement.Parse("{}");
        var isEnabledByName = StatusReader
            .Objects(json, "supportedCommands")
            .Select(command => KeyValuePair.Create(StatusReader.Text(command, "name"), IsEnabled(command)))
            .ToList();
        var disabled = isEnabledByName.Where(command => !command.Value).Select(command => command.Key);

        return new GuestInfo
        {
            AgentVersion = StatusReader.Text(json, "guestAgentVersion"),
            Hostname = StatusReader.Text(json, "hostname"),
            Timezone = StatusReader.Text(json, "timezone"),
            OsId = StatusReader.Text(os, "id"),
            OsPrettyName = StatusReader.Text(os, "prettyName"),
            KernelRelease = StatusReader.Text(os, "kernelRelease"),
            DisabledCommands = [.. disabled],
            CanFreeze =
                isEnabledByName.Count == 0 ? null : isEnabledByName.Contains(KeyValuePair.Create(FreezeCommand, true)),
        };
    }

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
