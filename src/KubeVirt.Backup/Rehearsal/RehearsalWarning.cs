namespace KubeVirt.Backup.Rehearsal;

/// <summary>An event of type Warning that a controller of the target will record on an object.</summary>
/// <param name="Object">The object, as <c>Kind/namespace/name</c>.</param>
/// <param name="Reason">The reason, such as <c>ClaimLost</c>.</param>
/// <param name="Message">The message.</param>
public sealed record RehearsalWarning(string Object, string Reason, string Message);
