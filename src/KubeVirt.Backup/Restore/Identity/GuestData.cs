using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>One text that a volume brings into a guest when it starts: for cloud-init, or for sysprep.</summary>
/// <param name="Volume">Where the source of the volume stands, such as <c>/spec/volumes/1/cloudInitNoCloud</c>.</param>
/// <param name="Text">The text. It may come from a Secret, and must then be in no message.</param>
/// <param name="From">The object that it comes from; <see langword="null"/> where it is written in the guest.</param>
/// <param name="IsNetworkData">Whether it is about networks alone.</param>
/// <remarks>Source: KubeVirt pkg/cloud-init/cloud-init.go, for the names of the fields and of a Secret's keys.</remarks>
internal sealed record GuestData(string Volume, string Text, ResourceId? From, bool IsNetworkData)
{
    /// <summary>Both kinds of volumes that cloud-init reads.</summary>
    private static readonly string[] CloudInit = ["cloudInitNoCloud", "cloudInitConfigDrive"];

    /// <summary>All texts of a guest, as far as they are in the backup, in the order of its volumes.</summary>
    /// <param name="context">The guest.</param>
    /// <param name="spec">Where its spec stands.</param>
    public static IEnumerable<GuestData> Of(RestoreContext context, string spec)
    {
        foreach (var volume in CloudInit.SelectMany(source => context.Draft.Find($"{spec}/volumes/*/{source}")))
        {
            foreach (var data in Inline(context, volume).Concat(OfObjects(context, volume)))
                yield return data;
        }

        foreach (var volume in context.Draft.Find(spec + "/volumes/*/sysprep"))
        {
            foreach (var data in OfObjects(context, volume))
                yield return data;
        }
    }

    /// <summary>The texts that are written in the guest, plain or in base64.</summary>
    private static IEnumerable<GuestData> Inline(RestoreContext context, string volume)
    {
        foreach (var field in new[] { "networkData", "userData" })
        {
            var isNetworkData = field == "networkData";
            if (context.Draft.StringAt($"{volume}/{field}") is { } plain)
                yield return new GuestData(volume, plain, null, isNetworkData);
            if (Decode(context.Draft.StringAt($"{volume}/{field}Base64")) is { } decoded)
                yield return new GuestData(volume, decoded, null, isNetworkData);
        }
    }

    /// <summary>The texts in the Secrets and ConfigMaps that a volume refers to.</summary>
    private static IEnumerable<GuestData> OfObjects(RestoreContext context, string volume) =>
        from edge in context.Graph.EdgesFrom(context.Id)
        where edge.To.Kind == Kinds.Secret || edge.To.Kind == Kinds.ConfigMap
        where edge.Path.StartsWith(volume + "/", StringComparison.Ordinal)
        let found = context.Graph.FindResource(edge.To)
        where found is not null
        let isNetworkData = edge.Path.StartsWith(volume + "/networkData", StringComparison.Ordinal)
        from text in TextsOf(found)
        select new GuestData(volume, text, edge.To, isNetworkData);

    /// <summary>All texts of a Secret or ConfigMap, whatever their keys: KubeVirt takes several spellings.</summary>
    /// <param name="resource">The object.</param>
    private static IEnumerable<string> TextsOf(Resource resource)
    {
        var isSecret = resource.Id.Kind == Kinds.Secret;
        var data = Members(resource, "/data").Select(text => isSecret ? Decode(text) : text).OfType<string>();

        return data.Concat(Members(resource, "/stringData"));
    }

    /// <summary>The texts of an object's members; none where there is no such object.</summary>
    private static IEnumerable<string> Members(Resource resource, string at) =>
        resource.At(at) is { ValueKind: JsonValueKind.Object } members
            ? members
                .EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String)
                .Select(member => member.Value.GetString()!)
            : [];

    /// <summary>The text of what is written in base64; <see langword="null"/> where it is not.</summary>
    private static string? Decode(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];

        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
