namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// The instancetype and preference of a VirtualMachine, and the ControllerRevisions that keep them as the machine first
/// saw them.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/find/revision.go and spec.go. Since KubeVirt 1.6 a revision's name stands in the
/// status only; before, and where a user pins it, in the spec. With a revision the instancetype itself is not needed to
/// start.
/// </remarks>
internal static class Matchers
{
    private const string Source = "kubevirt pkg/instancetype/find";

    /// <summary>The rows for both matchers.</summary>
    /// <param name="at">
    /// Where the VirtualMachine stands in the object: empty, or <c>/spec/virtualMachineTemplate</c>.
    /// </param>
    public static IEnumerable<ReferenceRule> Rules(string at) =>
        Rules(at, "instancetype", KindFrom.Instancetype).Concat(Rules(at, "preference", KindFrom.Preference));

    /// <summary>
    /// The stored revision, the pinned one, and the object itself, each optional where one before is there.
    /// </summary>
    private static IEnumerable<ReferenceRule> Rules(string at, string field, KindFrom kinds)
    {
        var pinned = new FieldCondition($"{at}/spec/{field}/revisionName");
        FieldCondition[] stored =
            at.Length == 0 ? [new FieldCondition($"/status/{field}Ref/controllerRevisionRef/name")] : [];
        foreach (var condition in stored)
            yield return new(condition.Path, Kinds.ControllerRevision, $"stored revision of the {field}")
            {
                Source = Source,
            };
        // An upgrade moves the status on to a new revision and leaves the spec behind.
        yield return new(pinned.Path, Kinds.ControllerRevision, $"revision of the {field}")
        {
            OptionalWhen = stored,
            Source = Source,
        };
        yield return new($"{at}/spec/{field}/name", default, field)
        {
            KindFrom = kinds,
            OptionalWhen = [.. stored, pinned],
            Source = Source,
        };
    }
}
