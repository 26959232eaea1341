using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Edits the disks of a machine by their names, since their places move when one before them is taken off.
/// </summary>
internal static class DiskDraft
{
    /// <summary>The lists of a VirtualMachineInstance's spec in which a disk stands by its name.</summary>
    private static readonly string[] Lists = ["/domain/devices/disks/*", "/domain/devices/filesystems/*", "/volumes/*"];

    private static readonly string[] ClaimNames =
    [
        "/persistentVolumeClaim/claimName",
        "/dataVolume/name",
        "/memoryDump/claimName",
        "/ephemeral/persistentVolumeClaim/claimName",
    ];

    /// <summary>The pointer to a volume; <see langword="null"/> where the machine has none of that name.</summary>
    public static string? Volume(ResourceDraft draft, string spec, string name) =>
        draft.Find(spec + "/volumes/*").FirstOrDefault(volume => draft.StringAt(volume + "/name") == name);

    /// <summary>The claim that a volume names, or the claim of the DataVolume; <see langword="null"/> for others.</summary>
    public static string? ClaimOf(ResourceDraft draft, string volume) =>
        ClaimNames.Select(name => draft.StringAt(volume + name)).FirstOrDefault(claim => claim is not null);

    /// <summary>Takes a disk off: its device, its volume, and requests to plug it in.</summary>
    public static void Remove(ResourceDraft draft, string spec, string name)
    {
        foreach (var list in Lists)
            RemoveItems(draft, list: spec + list, key: "/name", value => value == name);

        RemoveItems(draft, "/status/volumeRequests/*", "/addVolumeOptions/name", value => value == name);
        if (draft.At("/status/volumeRequests") is JsonArray { Count: 0 })
            draft.Remove("/status/volumeRequests");
    }

    /// <summary>Makes a volume use a claim, with the options that it had, and no DataVolume.</summary>
    /// <param name="draft">The machine.</param>
    /// <param name="source">Where the source of the volume stands, <c>dataVolume</c> or <c>persistentVolumeClaim</c>.</param>
    /// <param name="claim">The name of the claim.</param>
    public static void UseClaim(ResourceDraft draft, string source, string claim)
    {
        const string Claim = "persistentVolumeClaim";
        if (source.EndsWith(Claim, StringComparison.Ordinal))
        {
            draft.Set(source + "/claimName", claim);
            return;
        }

        var options = draft.At(source)!.DeepClone().AsObject();
        options.Insert(0, "claimName", claim);
        options.Remove("name");
        draft.Set(source[..(source.LastIndexOf('/') + 1)] + Claim, options);
        draft.Remove(source);
    }

    /// <summary>Removes the templates of DataVolumes from a machine, and the list with the last of them.</summary>
    public static void RemoveTemplates(ResourceDraft draft, IReadOnlySet<string> names)
    {
        var templates = MachineSpec.MachineIn(Kinds.VirtualMachine) + "/dataVolumeTemplates";
        RemoveItems(draft, templates + "/*", "/metadata/name", names.Contains);
        if (draft.At(templates) is JsonArray { Count: 0 })
            draft.Remove(templates);
    }

    /// <summary>The names of the DataVolumes and claims that the volumes of a machine name now.</summary>
    public static IReadOnlySet<string> ClaimsOf(ResourceDraft draft, string spec) =>
        draft
            .Find(spec + "/volumes/*")
            .Select(volume => ClaimOf(draft, volume))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);

    private static void RemoveItems(ResourceDraft draft, string list, string key, Func<string, bool> isRemoved)
    {
        // From the last to the first: a removal moves those behind it.
        foreach (var item in draft.Find(list).Reverse())
        {
            if (draft.StringAt(item + key) is { } name && isRemoved(name))
                draft.Remove(item);
        }
    }
}
