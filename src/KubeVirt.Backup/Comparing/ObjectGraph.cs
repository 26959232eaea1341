using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Comparing;

/// <summary>
/// The graph that KubeVirt's own objectgraph subresource returns for a machine or a guest: a tree of the objects that
/// KubeVirt knows to be needed. Immutable.
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
    /// All nodes in the order of the document, the root first. An object that several others refer to comes several
    /// times.
    /// </summary>
    public IReadOnlyList<ObjectGraphNode> Nodes { get; }

    /// <summary>Reads the JSON that the subresource returns.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="FormatException">
    /// The JSON is no such graph; the message says where and why. KubeVirt may also have returned an error in place of
    /// it.
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
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = JsonLimits.MaxDepth };
            using var document = JsonDocument.Parse(json, options);

            return new ObjectGraph(ObjectGraphReader.Read(document.RootElement));
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"This is not an object graph, because it is not valid JSON: {JsonProblem.Of(e)}."
            );
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"This is not an object graph, because {JsonTexts.Problem}.");
        }
    }

    /// <summary>One line: the root and how many nodes there are.</summary>
    public override string ToString() => $"{Root}, nodes: {Nodes.Count}";
}
