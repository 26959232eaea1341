namespace KubeVirt.Backup.Rehearsal;

/// <summary>How a machine names an instancetype or a preference, and where the answer is stored.</summary>
/// <param name="Field">The member of the machine's spec.</param>
/// <param name="Kind">The kind in a namespace.</param>
/// <param name="ClusterKind">The cluster-scoped kind, which an empty kind stands for.</param>
/// <param name="Word">Its name in messages.</param>
/// <param name="NotFound">The reason where it is not there.</param>
/// <remarks>Source: KubeVirt pkg/instancetype/find/spec.go, pkg/instancetype/preference/find/spec.go.</remarks>
internal sealed record Matcher(string Field, GroupKind Kind, GroupKind ClusterKind, string Word, string NotFound)
{
    public static readonly Matcher Instancetype = new(
        "instancetype",
        Kinds.VirtualMachineInstancetype,
        Kinds.VirtualMachineClusterInstancetype,
        "InstancetypeMatcher",
        "FailedFindInstancetype"
    );

    public static readonly Matcher Preference = new(
        "preference",
        Kinds.VirtualMachinePreference,
        Kinds.VirtualMachineClusterPreference,
        "PreferenceMatcher",
        "FailedFindPreference"
    );

    public string SpecAt => $"/spec/{Field}";

    public string StatusAt => $"/status/{Field}Ref";

    /// <summary>
    /// The kind that a text stands for, singular or plural, in any case; <see langword="null"/> for others.
    /// </summary>
    public GroupKind? KindOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return ClusterKind;

        var named = new[] { Kind, ClusterKind };
        return named.Cast<GroupKind?>().FirstOrDefault(kind => IsNamed(kind!.Value, text));
    }

    private static bool IsNamed(GroupKind kind, string text) =>
        string.Equals(kind.Kind, text, StringComparison.OrdinalIgnoreCase)
        || string.Equals(KindNames.Plural(kind), text, StringComparison.OrdinalIgnoreCase);
}
