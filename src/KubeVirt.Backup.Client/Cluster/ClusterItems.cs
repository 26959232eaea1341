using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>
/// The objects in the body of a get or list, with the server's own bytes; what a list leaves out of its items,
/// apiVersion and kind, is put in front of them.
/// </summary>
internal sealed class ClusterItems(string path, CancellationToken cancellationToken)
{
    private readonly TextPool _texts = new();

    /// <summary>Splits a body.</summary>
    /// <exception cref="ClusterException">It is no JSON.</exception>
    public ResourceAnswer Read(byte[] body)
    {
        var collector = new ManifestCollector(_texts);
        if (
            new ManifestDocument(
                body,
                new JsonLines(body),
                path,
                new ManifestOptions(),
                pack: null,
                _texts,
                cancellationToken
            ).Read(1, allowArray: false, collector) is
            { } fault
        )
            throw NoJson(fault.Exception);
        var set = collector.ToSet();
        return new ResourceAnswer(set.Resources, set.Findings);
    }

    /// <summary>The token for the next page; <see langword="null"/> after the last.</summary>
    /// <exception cref="ClusterException">The body is no JSON.</exception>
    public string? Next(byte[] body)
    {
        try
        {
            return PointerReader.Text(body, "/metadata/continue") is { Length: > 0 } token ? token : null;
        }
        catch (JsonException e)
        {
            throw NoJson(e);
        }
    }

    private ClusterException NoJson(JsonException e) =>
        new(
            HttpMethod.Get,
            path,
            "the answer is no JSON. Check that the address in the kubeconfig is that of an API server, and what stands between.",
            e
        );
}
