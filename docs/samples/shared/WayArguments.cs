using System.CommandLine;
using KubeVirt.Backup.Planning;

/// <summary>The option by which samples ask how the data of machines is backed up.</summary>
internal static class WayArguments
{
    private static readonly Dictionary<string, WayOptions> Ways = new()
    {
        ["auto"] = WayOptions.Auto,
        ["csi"] = WayOptions.Only(BackupWay.CsiSnapshots),
        ["group"] = WayOptions.Only(BackupWay.GroupSnapshot),
        ["kubevirt"] = WayOptions.Only(BackupWay.MachineSnapshot),
        ["incremental"] = WayOptions.Only(BackupWay.MachineBackup),
    };

    public static Option<string?> Way(string description) =>
        new Option<string?>("--way") { Description = description }.AcceptOnlyFromAmong([.. Ways.Keys]);

    /// <summary>What a word asks for; <see langword="null"/> where there is none.</summary>
    public static WayOptions? Read(string? word) => word is null ? null : Ways[word];

    /// <summary>Whether a way may be one by which KubeVirt writes the data into a claim.</summary>
    public static bool MayUseClaim(string? word) => word is "auto" or "incremental";

    /// <summary>Whether a way may be one for which the session freezes guests.</summary>
    public static bool MayFreeze(string? word) => word is "auto" or "csi" or "group";
}
