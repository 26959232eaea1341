using System.Net;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Lets objects run that a restore held, as <see cref="ReleaseRunState"/> would: whatever somebody changed meanwhile stays.</summary>
internal sealed class RunStateRelease(ObjectWriter writer, int attempts)
{
    private static readonly RestorePolicy Policy = RestorePolicy.CreateBuilder().ReleaseRunState().Build("release");

    public static bool IsHeld(Resource resource) => resource.At(HeldState.Annotation) is not null;

    public async Task<IReadOnlyList<Finding>> ReleaseAsync(Resource restored, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await writer.FindAsync(restored.Id, restored.ApiVersion, cancellationToken).ConfigureAwait(false) is not { } now)
                    return [Readiness.Problem(restored.Id, null)];
                if (!IsHeld(now))
                    return [];
                var released = Policy.Apply(ResourceGraph.Create([now], new ResolverSet([])), cancellationToken: cancellationToken);
                if (!released.HasErrors)
                    await writer.MergeAsync(now, Patch(now, released.Resources.Single()), cancellationToken).ConfigureAwait(false);
                return released.Findings;
            }
            catch (ClusterException e) when (e.StatusCode == HttpStatusCode.Conflict && attempt < attempts)
            {
                // Somebody wrote it between the look and the patch.
            }
            catch (ClusterException e) when (e.StatusCode is not (null or HttpStatusCode.Unauthorized))
            {
                return [new Finding(FindingIds.NotReleased, FindingSeverity.Error, restored.Id, HeldState.Annotation, $"It stays held: {e.Message}")];
            }
        }
    }

    private static ReadOnlyMemory<byte> Patch(Resource now, Resource released)
    {
        var spec = new JsonObject(HeldState.Members(now.Id.Kind).Select(member => KeyValuePair.Create(member, released.At($"/spec/{member}") is { } value ? JsonNode.Parse(value.GetRawText()) : null)));
        var annotations = new JsonObject { ["kubevirt-backup/held-run-state"] = null };
        return System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = now.StringAt("/metadata/resourceVersion"), ["annotations"] = annotations },
            ["spec"] = spec,
        }.ToJsonString());
    }
}
