using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>The DeviceClasses in the spec of a ResourceClaim, wherever that spec stands.</summary>
/// <remarks>
/// Source: Kubernetes resource/v1 DeviceRequest; up to v1beta1 the class of a request stands one level higher. The
/// classes come with a driver of the target, and a claim is accepted without them: its pod waits.
/// </remarks>
internal static class DeviceRequests
{
    /// <summary>The rows for a spec.</summary>
    /// <param name="at">Path of the spec.</param>
    public static IEnumerable<ReferenceRule> Rules(string at)
    {
        var request = at + "/devices/requests/*";

        return
        [
            Row(request + "/deviceClassName"),
            Row(request + "/exactly/deviceClassName"),
            // One of several is enough.
            Row(request + "/firstAvailable/*/deviceClassName") with
            {
                Requirement = Requirement.Optional,
            },
        ];
    }

    /// <summary>A row for the class of a request, wherever it stands.</summary>
    private static ReferenceRule Row(string path) =>
        new(path, Kinds.DeviceClass, "class of a claimed device") { Source = "kubernetes resource/v1 DeviceRequest" };
}
