using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What decides whether an object starts guests, and the annotation that remembers it while the object is held.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go; watch/replicaset/replicaset.go and watch/pool/pool.go, which
/// neither make nor delete guests while <c>paused</c> is true. With no replicas instead they would delete the guests
/// that they adopt.
/// </remarks>
public static class HeldRunState
{
    /// <summary>
    /// The annotation's key. Its value holds the members of the spec as they were, as JSON: those that were absent are
    /// absent there.
    /// </summary>
    public const string AnnotationKey = "kubevirt-backup/held-run-state";

    /// <summary>The JSON pointer to the annotation.</summary>
    public const string Annotation = "/metadata/annotations/kubevirt-backup~1held-run-state";

    /// <summary>The run strategy of a machine that is held.</summary>
    internal const string Halted = "Halted";

    /// <summary>Whether <see cref="HoldRunState"/> holds an object.</summary>
    /// <param name="resource">The object, as it was restored or as it is in a cluster.</param>
    public static bool IsHeld(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);

        return resource.At(Annotation) is not null;
    }

    /// <summary>
    /// The members of the spec that decide whether objects of a kind start guests; empty for kinds that start none.
    /// </summary>
    /// <param name="kind">Any kind.</param>
    public static IReadOnlyList<string> Members(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachine)
            return ["runStrategy", "running"];

        return kind == Kinds.VirtualMachineInstanceReplicaSet || kind == Kinds.VirtualMachinePool ? ["paused"] : [];
    }

    /// <summary>What is remembered: the members that the object has, as a JSON object.</summary>
    internal static string Describe(RestoreContext context, IReadOnlyList<string> members)
    {
        var state = new JsonObject();
        foreach (var member in members.Where(member => context.Draft.At($"/spec/{member}") is not null))
            state[member] = context.Draft.At($"/spec/{member}")!.DeepClone();

        return NodeValue.ToText(state);
    }

    /// <summary>
    /// The members that were remembered; <see langword="null"/> where the text is not one that <see cref="Describe"/>
    /// wrote.
    /// </summary>
    internal static JsonObject? Parse(string text, IReadOnlyList<string> members)
    {
        try
        {
            return
                JsonNode.Parse(text) is JsonObject state
                && state.All(member => members.Contains(member.Key) && member.Value is JsonValue)
                ? state
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
