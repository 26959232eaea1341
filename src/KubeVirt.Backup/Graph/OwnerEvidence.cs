using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// What UIDs say of owners: an object of the owner's name is not the owner where both UIDs are known and differ, as
/// after the owner was deleted and created again.
/// </summary>
/// <remarks>
/// Source: Kubernetes meta/v1 OwnerReference; pkg/controller/garbagecollector, which deletes an object whose owner's UID is
/// not there, whatever bears the owner's name.
/// </remarks>
internal static class OwnerEvidence
{
    private const string Owners = "/metadata/ownerReferences";

    /// <summary>Whether an ownerReference names another object than the one that was found by its name.</summary>
    /// <param name="holder">The object that is owned.</param>
    /// <param name="path">Where the owner's name stands.</param>
    /// <param name="found">The object of that name.</param>
    public static bool IsAnother(Resource holder, string path, Resource found)
    {
        if (!path.StartsWith(Owners, StringComparison.Ordinal))
            return false;
        // Nearly always the owner is the right one. This is asked of every object, so it makes no strings.
        var known = PointerReader.RawText(found.Json.Span, "/metadata/uid", found.MemberIndex);
        if (known.IsEmpty || holder.Json.Span.IndexOf(known) >= 0)
            return false;

        var stated = holder.StringAt(JsonPointer.Parent(path) + "/uid");
        var uid = ResourceMetadata.Uid(found);

        return stated is not null && uid is not null && stated != uid;
    }

    /// <summary>Whether another object than this one controls an object, whatever its labels say.</summary>
    public static bool IsControlledByAnother(Resource resource, Resource owner)
    {
        if (ResourceMetadata.Uid(owner) is not { } uid)
            return false;
        if (resource.At(Owners) is not { ValueKind: JsonValueKind.Array } owners)
            return false;

        foreach (var reference in owners.EnumerateArray())
        {
            var isController =
                reference.ValueKind == JsonValueKind.Object
                && reference.TryGetProperty("controller", out var controller)
                && controller.ValueKind == JsonValueKind.True;
            if (!isController || !reference.TryGetProperty("uid", out var stated))
                continue;

            return stated.ValueKind == JsonValueKind.String && !stated.ValueEquals(uid);
        }

        return false;
    }
}
