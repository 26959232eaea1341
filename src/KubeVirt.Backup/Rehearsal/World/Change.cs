namespace KubeVirt.Backup.Rehearsal;

/// <summary>Something happened to an object; whoever watches its kind hears of it.</summary>
/// <param name="Object">The object, as it is now.</param>
/// <param name="Kind">What happened.</param>
internal readonly record struct Change(WorldObject Object, ChangeKind Kind);
