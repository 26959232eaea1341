namespace KubeVirt.Backup.Client.Actions;

/// <summary>What the client of one kind of actions needs to know of its kind.</summary>
/// <param name="Kind">The kind of the objects that it creates.</param>
/// <param name="FindingId">The id of the finding that reports an object that failed.</param>
/// <param name="LookAt">What the user should look at then, as the end of the sentence "Look at ...".</param>
internal sealed record ActionKind(GroupKind Kind, string FindingId, string LookAt);
