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
internal static class HeldState
{
    /// <summary>Holds the members as they were, as JSON: those that were absent are absent there.</summary>
    public const string Annotation = "/metadata/annotations/kubevirt-backup~1held-run-state";

    public const string Halted = "Halted";

    /// <summary>The members of the spec that decide.</summary>
    public static string[] Members(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachine)
            return ["runStrategy", "running"];
        return kind == Kinds.VirtualMachineInstanceReplicaSet || kind == Kinds.VirtualMachinePool ? ["paused"] : [];
    }

    public static string Describe(RestoreContext context, string[] members)
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
    public static JsonObject? Parse(string text, string[] members)
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
