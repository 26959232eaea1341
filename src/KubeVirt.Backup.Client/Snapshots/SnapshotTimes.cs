using System.Globalization;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>Reads times as Kubernetes writes them: RFC 3339.</summary>
internal static class SnapshotTimes
{
    public static DateTimeOffset? Read(Resource resource, string pointer) =>
        DateTimeOffset.TryParse(resource.StringAt(pointer), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
