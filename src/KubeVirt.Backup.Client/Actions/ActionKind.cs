namespace KubeVirt.Backup.Client.Actions;

/// <summary>What the client of one kind of actions needs to know of its kind.</summary>
/// <param name="Kind">The kind of the objects that it creates.</param>
/// <param name="FindingId">The id of the finding that reports an object that failed.</param>
/// <param name="LookAt">
/// What the user should look at then, as the end of the sentence "Look at ..."; <c>{name}</c> in it is the object's name.
/// </param>
/// <param name="GoesOn">
/// What still happens after nobody waits any longer, when that ends by itself, and what deleting the object stops, as
/// sentences: a wait that ends says nothing of the controller, which goes on.
/// </param>
internal sealed record ActionKind(GroupKind Kind, string FindingId, string LookAt, string GoesOn)
{
    /// <summary>What the user should look at where one of them failed.</summary>
    public string LookAtFor(ResourceId id) => LookAt.Replace("{name}", id.Name, StringComparison.Ordinal);
}
