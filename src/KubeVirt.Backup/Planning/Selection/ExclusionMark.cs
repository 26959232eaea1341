using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>A label or an annotation by which somebody keeps an object out of backups.</summary>
/// <remarks>
/// Those of other backup systems are honoured, so that a change of the system loses no decision of a user.
/// </remarks>
/// <param name="Kind"><c>label</c> or <c>annotation</c>.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value that counts; <see langword="null"/> where any does.</param>
/// <param name="Source">Who defines it.</param>
public sealed record ExclusionMark(string Kind, string Key, string? Value, string Source)
{
    /// <summary>The marks that are honoured. On a Namespace a mark counts for all that is in it.</summary>
    public static IReadOnlyList<ExclusionMark> All { get; } =
    [
        new("label", "velero.io/exclude-from-backup", "true", "Velero pkg/apis/velero/v1/labels_annotations.go"),
        new("annotation", "velero.io/skip-from-backup", null, "Velero pkg/apis/velero/v1/labels_annotations.go"),
        new(
            "annotation",
            "stork.libopenstorage.org/skip-resource",
            "true",
            "Stork pkg/resourcecollector/resourcecollector.go"
        ),
    ];

    /// <summary>The first mark that an object carries, or <see langword="null"/>.</summary>
    /// <param name="resource">The object. For the marks of its namespace pass the Namespace.</param>
    public static ExclusionMark? On(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return All.FirstOrDefault(mark => mark.IsOn(resource));
    }

    /// <summary>Kind, key and value.</summary>
    public override string ToString() => Value is null ? $"{Kind} {Key}" : $"{Kind} {Key}={Value}";

    private bool IsOn(Resource resource) =>
        resource.StringAt($"/metadata/{Kind}s/{JsonPointer.Escape(Key)}") is { } value
        && (Value is null || value == Value);
}
