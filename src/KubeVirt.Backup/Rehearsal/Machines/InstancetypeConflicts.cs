using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What a machine may not say itself when its instancetype says it.</summary>
/// <remarks>
/// An instancetype that is not found is no conflict. Source: KubeVirt pkg/instancetype/webhooks/vm/admitter.go,
/// pkg/instancetype/apply/cpu.go and memory.go.
/// </remarks>
internal static class InstancetypeConflicts
{
    private const string Template = "/spec/template/spec";

    // In the order in which they are told.
    private static readonly string[] Fields =
    [
        "domain/resources/requests/cpu",
        "domain/resources/limits/cpu",
        "domain/cpu/sockets",
        "domain/cpu/cores",
        "domain/cpu/threads",
        "domain/memory/guest",
        "domain/resources/requests/memory",
        "domain/resources/limits/memory",
    ];

    /// <summary>One cause for each field, in the webhook's words.</summary>
    public static IEnumerable<string> Of(World world, Candidate machine)
    {
        if (machine.At("/spec/instancetype") is null)
            return [];

        var probe = new WorldObject(machine.Id, "", machine.Body, machine.Origin);
        var fault = new InstancetypeFinder(world, probe, Matcher.Instancetype).Find(out var content);
        if (fault is not null || content is null)
            return [];

        return Fields.Where(field => IsGiven(machine, field)).Select(ToCause);
    }

    private static bool IsGiven(Candidate machine, string field) =>
        NodePointer.Find(machine.Body, $"{Template}/{field}") is JsonValue value && value.ToJsonString() != "0";

    private static string ToCause(string field) =>
        $"VM field(s) spec.template.spec.{field.Replace('/', '.')} conflicts with selected instance type";
}
