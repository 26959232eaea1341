namespace KubeVirt.Backup.Rehearsal;

/// <summary>A step that the API server or a webhook of the target turns down.</summary>
/// <param name="Step">The step, counted from zero; -1 for what was to be there before the first.</param>
/// <param name="Object">The object.</param>
/// <param name="Code">The HTTP status.</param>
/// <param name="Reason">The reason of the Status object; <see langword="null"/> where a webhook gives none.</param>
/// <param name="Message">The very message.</param>
/// <param name="Source">The upstream file that says so.</param>
public sealed record Refusal(int Step, ResourceId Object, int Code, string? Reason, string Message, string Source);
