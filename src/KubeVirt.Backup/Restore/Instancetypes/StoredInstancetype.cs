using System.Text.Json;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What a ControllerRevision holds of an instancetype or a preference, and whether KubeVirt can read it.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/compatibility/compatibility.go, which decodes
/// <c>instancetype.kubevirt.io/v1beta1</c> alone since the older versions are no longer in its scheme, and
/// pkg/instancetype/find/revision.go, which asks for the label of that version.
/// </remarks>
internal sealed class StoredInstancetype
{
    /// <summary>The version that KubeVirt stores and reads.</summary>
    public const string CurrentVersion = "v1beta1";

    /// <summary>The same, as the stored object states it.</summary>
    public const string CurrentApiVersion = "instancetype.kubevirt.io/v1beta1";

    /// <summary>The JSON pointer to the label by which KubeVirt knows the version of a revision.</summary>
    public const string VersionLabel = "/metadata/labels/instancetype.kubevirt.io~1object-version";

    private static readonly string[] OlderApiVersions =
    [
        "instancetype.kubevirt.io/v1alpha1",
        "instancetype.kubevirt.io/v1alpha2",
    ];

    // The members of a v1beta1 spec. The older versions spell those that they share in the same way, so that what has
    // no other member converts by its version alone.
    private static readonly Dictionary<string, HashSet<string>> MembersByKind = new(StringComparer.Ordinal)
    {
        ["Instancetype"] = [.. KubeVirtPack.InstancetypeMembers],
        ["Preference"] = [.. KubeVirtPack.PreferenceMembers],
    };

    private StoredInstancetype(string? problem, bool isOlder)
    {
        Problem = problem;
        IsOlder = isOlder;
    }

    /// <summary>Why it cannot be converted; <see langword="null"/> where it can, or need not be.</summary>
    public string? Problem { get; }

    /// <summary>Whether it is of a version that KubeVirt reads no longer.</summary>
    public bool IsOlder { get; }

    /// <summary>
    /// Looks at an object; <see langword="null"/> where it is no ControllerRevision, or one of something else.
    /// </summary>
    public static StoredInstancetype? Of(Resource resource)
    {
        if (resource.Id.Kind != Kinds.ControllerRevision)
            return null;

        if (resource.StringAt("/data/kind") is not { } kind)
            return IsSpecRevision(resource) ? Refused("it is stored as a bare spec, as up to KubeVirt 0.57") : null;
        if (MembersOf(kind) is not { } members)
            return null;

        var apiVersion = resource.StringAt("/data/apiVersion");
        if (apiVersion == CurrentApiVersion)
            return new StoredInstancetype(null, isOlder: false);
        if (!OlderApiVersions.Contains(apiVersion))
            return Refused($"its version '{apiVersion}' is not known");

        return Convertible(resource, members);
    }

    private static StoredInstancetype Convertible(Resource resource, HashSet<string> members)
    {
        if (resource.At("/data/spec") is not { ValueKind: JsonValueKind.Object } spec)
            return Refused("its data holds no spec");

        var names = spec.EnumerateObject().Select(member => member.Name);
        if (names.FirstOrDefault(name => !members.Contains(name)) is { } unknown)
            return Refused($"its spec has a member '{unknown}' that v1beta1 has not");

        return new StoredInstancetype(null, isOlder: true);
    }

    /// <summary>The members that a kind may have; <see langword="null"/> for other kinds.</summary>
    private static HashSet<string>? MembersOf(string kind)
    {
        var isKnown = kind.StartsWith("VirtualMachine", StringComparison.Ordinal);
        var suffix = MembersByKind.Keys.FirstOrDefault(name => kind.EndsWith(name, StringComparison.Ordinal));

        return isKnown && suffix is not null ? MembersByKind[suffix] : null;
    }

    /// <summary>The form that KubeVirt 0.57 and older wrote: a version and the spec as JSON in base64.</summary>
    private static bool IsSpecRevision(Resource revision) =>
        revision.At("/data/spec") is { ValueKind: JsonValueKind.String }
        && revision.StringAt("/data/apiVersion")?.StartsWith("instancetype.kubevirt.io", StringComparison.Ordinal)
            != false;

    private static StoredInstancetype Refused(string problem) => new(problem, isOlder: true);
}
