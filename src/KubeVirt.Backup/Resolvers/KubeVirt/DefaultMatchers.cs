using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The labels of a volume that name the instancetype and preference of the machines that infer theirs from it.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/infer/handler.go. A machine gets the names when it is created; a pool, which
/// creates machines later, has no other trace of them. They are looked for: most images bear such labels, and nobody
/// asks for what they name.
/// </remarks>
internal static class DefaultMatchers
{
    private const string Prefix = "/metadata/labels/instancetype.kubevirt.io~1default-";

    /// <summary>The rows for both labels.</summary>
    public static IEnumerable<ReferenceRule> Rules() =>
        [Row("instancetype", KindFrom.DefaultInstancetype), Row("preference", KindFrom.DefaultPreference)];

    /// <summary>A row for one label, whose kind stands in the label beside it.</summary>
    private static ReferenceRule Row(string field, KindFrom kinds) =>
        new(Prefix + field, default, $"{field} that machines infer from the volume")
        {
            KindFrom = kinds,
            Requirement = Requirement.WhenPresent,
            Source = "kubevirt pkg/instancetype/infer/handler.go",
        };
}
