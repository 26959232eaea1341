using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Planning;

/// <summary>The class of one object, with the evidence for it.</summary>
/// <param name="Class">The class.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Source">Where the platform says so: a document, an API type or a file of its source.</param>
public sealed record Classification(ObjectClass Class, string Reason, string Source)
{
    /// <summary>
    /// Whether a restore carries the object along although its class is left out, to be created where the target has
    /// none. Default: no.
    /// </summary>
    public bool IsCarried { get; init; }

    /// <summary>Class and reason.</summary>
    public override string ToString() => $"{Class.ToString().ToLowerInvariant()}: {Reason}";
}
