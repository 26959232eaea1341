using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Testing.Server;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>What was written to a cluster, as steps of a rehearsal.</summary>
/// <remarks>
/// Controllers work after each step: they take milliseconds, and so does a product from one write to the next, but nobody
/// holds them back until it has written all.
/// </remarks>
internal static class WrittenSteps
{
    /// <summary>What only a server writes.</summary>
    private static readonly string[] OfServer = ["managedFields", "resourceVersion", "uid", "generation"];

    /// <summary>The steps.</summary>
    /// <param name="writes">What was written, in its order.</param>
    public static IReadOnlyList<RehearsalStep> Of(IReadOnlyList<ApiWrite> writes)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var steps = new List<RehearsalStep>();
        foreach (var write in writes)
        {
            if ((string?)write.After?["metadata"]?["uid"] is { } uid)
                names[uid] = $$$"""{{uid {{{TextOf(write.Id)}}}}}""";
            steps.Add(StepOf(write, names));
            steps.Add(RehearsalStep.Wait);
        }

        return steps;
    }

    /// <summary>The steps that start machines.</summary>
    public static IEnumerable<RehearsalStep> Start(IEnumerable<ResourceId> machines)
    {
        var always = JsonElement.Parse("""{"spec":{"runStrategy":"Always","running":null}}""");
        foreach (var machine in machines)
        {
            yield return new RehearsalStep(RehearsalAction.Patch, TextOf(machine), always);
            yield return RehearsalStep.Wait;
        }
    }

    private static RehearsalStep StepOf(ApiWrite write, Dictionary<string, string> names)
    {
        if (write.After is null)
            return new RehearsalStep(RehearsalAction.Delete, TextOf(write.Id), null);
        if (write.Before is null)
            return RehearsalStep.Apply(WithNames(Cleaned(write.After), names));

        var patch = MergeDiff.Of(Cleaned(write.Before), Cleaned(write.After));
        return new RehearsalStep(RehearsalAction.Patch, TextOf(write.Id), WithNames(patch, names));
    }

    /// <summary>The model gives UIDs of its own: those of this cluster become what they stand for.</summary>
    private static JsonElement WithNames(JsonObject value, Dictionary<string, string> names)
    {
        var text = value.ToJsonString();
        foreach (var (uid, name) in names)
            text = text.Replace($"\"{uid}\"", $"\"{name}\"", StringComparison.Ordinal);

        return JsonElement.Parse(text);
    }

    private static JsonObject Cleaned(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();
        foreach (var name in OfServer)
            copy["metadata"]!.AsObject().Remove(name);

        return copy;
    }

    private static string TextOf(ResourceId id) =>
        id.Namespace is null ? $"{id.Kind.Kind}/{id.Name}" : $"{id.Kind.Kind}/{id.Namespace}/{id.Name}";
}
