using KubeVirt.Backup.Json;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds the annotations by which a guest asks its network for fixed addresses. The keys stand in
/// <see cref="PlatformPack.Addresses"/>.
/// </summary>
internal static class StaticAddressKeys
{
    private const string Annotations = "/metadata/annotations/";

    /// <summary>The pointers to annotations that hold IP addresses.</summary>
    public static IReadOnlyList<string> FindIp(RestoreContext context) => Find(context, AddressKind.Ip);

    /// <summary>The pointers to annotations that hold MAC addresses.</summary>
    public static IReadOnlyList<string> FindMac(RestoreContext context) => Find(context, AddressKind.Mac);

    /// <summary>The pointers to annotations on guests whose keys match one of some patterns.</summary>
    public static IReadOnlyList<string> Find(RestoreContext context, IEnumerable<string> patterns)
    {
        if (MachineSpec.PointerIn(context.Id.Kind) is null)
            return [];

        // A standalone instance is its own template.
        return Find(context, MachineSpec.TemplateIn(context.Id.Kind) + Annotations, patterns);
    }

    private static List<string> Find(RestoreContext context, AddressKind holds)
    {
        var rules = context.Graph.Platforms.Addresses.Where(rule => rule.Holds == holds).ToList();
        var onGuest = rules.Where(rule => !rule.IsOnMachine).Select(rule => rule.Annotation);
        var onMachine = rules.Where(rule => rule.IsOnMachine).Select(rule => rule.Annotation);
        if (MachineSpec.PointerIn(context.Id.Kind) is null)
            return [];

        return [.. Find(context, onGuest), .. Find(context, Annotations, onMachine)];
    }

    private static List<string> Find(RestoreContext context, string at, IEnumerable<string> patterns)
    {
        var wanted = patterns.ToList();

        return
        [
            .. context
                .Draft.Find(at + "*")
                .Where(pointer => Matches(wanted, JsonPointer.Unescape(pointer[at.Length..]))),
        ];
    }

    private static bool Matches(List<string> patterns, string key) =>
        patterns.Exists(pattern => TextPattern.Matches(pattern, key));
}
