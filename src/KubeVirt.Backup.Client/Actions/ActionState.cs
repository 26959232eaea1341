using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>An object that makes KubeVirt act, as it was seen last. Immutable: each look returns a new one.</summary>
/// <param name="Id">The object.</param>
/// <param name="Uid">Its UID: another object of the same name is another one.</param>
public abstract record ActionState(ResourceId Id, string Uid)
{
    /// <summary>What the controller says of it, in its order.</summary>
    public IReadOnlyList<StatusCondition> Conditions { get; init; } = [];

    /// <summary>What went wrong last. The controller may try again, so that this is no end.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Why it came to nothing, or not in time, and what to look at; <see langword="null"/> while all is well.
    /// </summary>
    public Finding? Problem { get; init; }

    internal StatusCondition? Condition(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>What was seen last, as the end of a sentence for people.</summary>
    internal string LastWords =>
        (Error is null ? "" : $" The last error: {Error}")
        + string.Concat(Conditions.Select(condition => $" {condition}"));

    internal static string UidOf(Resource resource) => resource.StringAt("/metadata/uid") ?? "";
}
