using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>
/// An object that makes KubeVirt or the storage act, as it was read last. Immutable: each read returns a new one.
/// </summary>
/// <param name="Id">The object.</param>
/// <param name="Uid">Its UID: another object of the same name is another one.</param>
public abstract record ActionState(ResourceId Id, string Uid)
{
    /// <summary>What the controller reports about it, in its order.</summary>
    public IReadOnlyList<StatusCondition> Conditions { get; init; } = [];

    /// <summary>
    /// What went wrong last. The controller, or the next read, may try again, so that this is not final.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>
    /// Why it has failed, or was not done in time, and what to look at; <see langword="null"/> while all is well. What
    /// was not done in time goes on: the message says what may still happen, and how to stop it.
    /// </summary>
    public Finding? Problem { get; init; }

    /// <summary>The condition of a type; <see langword="null"/> where the controller has not set it.</summary>
    internal StatusCondition? Condition(string type) => Conditions.FirstOrDefault(condition => condition.Type == type);

    /// <summary>The last error and the conditions, to be put behind a sentence.</summary>
    internal string LastStatus =>
        (Error is null ? "" : $" The last error: {Error}")
        + string.Concat(Conditions.Select(condition => $" {condition}"));

    /// <summary>The UID of an object; empty where it has none.</summary>
    internal static string UidOf(Resource resource) => resource.StringAt("/metadata/uid") ?? "";
}
