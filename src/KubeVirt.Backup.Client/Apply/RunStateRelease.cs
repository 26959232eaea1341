using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Lets objects run that a restore held, as <see cref="ReleaseRunState"/> would: whatever somebody changed meanwhile
/// stays.
/// </summary>
internal sealed class RunStateRelease(ObjectWriter writer)
{
    private static readonly RestorePolicy Policy = RestorePolicy.CreateBuilder().ReleaseRunState().Build("release");

    private ClusterException? _loss;

    public async Task<IReadOnlyList<Finding>> ReleaseAsync(Resource restored, CancellationToken cancellationToken)
    {
        if (_loss is { } loss)
            return [NotReleased(restored.Id, loss)];
        IReadOnlyList<Finding> findings = [];
        try
        {
            var isThere = await writer
                .MergeAsync(
                    restored,
                    now =>
                    {
                        var released = HeldRunState.IsHeld(now)
                            ? Policy.Apply(
                                ResourceGraph.Create([now], new ResolverSet([])),
                                cancellationToken: cancellationToken
                            )
                            : null;
                        findings = released?.Findings ?? [];
                        return released is { HasErrors: false } ? Patch(now, released.Resources.Single()) : null;
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
            return isThere ? findings : [Readiness.Problem(restored.Id, null)];
        }
        catch (ClusterException e)
        {
            _loss = e.IsLoss ? e : null;
            return [NotReleased(restored.Id, e)];
        }
    }

    private static Finding NotReleased(ResourceId id, ClusterException e) =>
        new(
            FindingIds.NotReleased,
            FindingSeverity.Error,
            id,
            HeldRunState.Annotation,
            $"It stays held, as far as is known: {e.Message}"
        );

    private static byte[] Patch(Resource now, Resource released)
    {
        var spec = new JsonObject(
            HeldRunState
                .Members(now.Id.Kind)
                .Select(member =>
                    KeyValuePair.Create(
                        member,
                        released.At($"/spec/{member}") is { } value ? JsonNode.Parse(value.GetRawText()) : null
                    )
                )
        );
        var annotations = new JsonObject { [HeldRunState.AnnotationKey] = null };
        return System.Text.Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = now.StringAt("/metadata/resourceVersion"),
                    ["annotations"] = annotations,
                },
                ["spec"] = spec,
            }.ToJsonString()
        );
    }
}
