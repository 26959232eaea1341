using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>
/// What KubeVirt's own objectgraph subresource answers for a machine or a guest: a tree of the objects that it knows to
/// be needed. Immutable.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-api/rest/objectgraph.go. The feature gate ObjectGraph is off by default.
/// </remarks>
public sealed class ObjectGraph
{
    private ObjectGraph(IReadOnlyList<ObjectGraphNode> nodes) => Nodes = nodes;

    /// <summary>The machine or guest that was asked about.</summary>
    public ResourceId Root => Nodes[0].Resource;

    /// <summary>
    /// All nodes in the order of the document, the root first. KubeVirt names an object as often as it is referred to.
    /// </summary>
    public IReadOnlyList<ObjectGraphNode> Nodes { get; }

    /// <summary>Reads the JSON that the subresource answers.</summary>
    /// <exception cref="FormatException">
    /// It is no such answer; the message says where and why. An error that KubeVirt answers instead is one too.
    /// </exception>
    public static ObjectGraph Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Parse(Encoding.UTF8.GetBytes(json));
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static ObjectGraph Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(
                json,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = JsonLimits.MaxDepth }
            );
            return new ObjectGraph(ObjectGraphReader.Read(document.RootElement));
        }
        catch (JsonException e)
        {
            throw new FormatException($"This is no object graph, since it is no JSON that can be read: {e.Message}", e);
        }
    }

    /// <summary>One line: the root and how many nodes there are.</summary>
    public override string ToString() => $"{Root}, nodes: {Nodes.Count}";
}
