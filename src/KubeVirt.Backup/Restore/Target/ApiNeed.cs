namespace KubeVirt.Backup.Restore;

/// <summary>An API that the target cluster must serve, or the objects of it are refused.</summary>
/// <param name="ApiVersion">Group and version as the objects state them, for instance <c>kubevirt.io/v1</c>.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many of the restored objects are of it.</param>
public sealed record ApiNeed(string ApiVersion, string Kind, int Count)
{
    /// <summary>The first of these objects, by its name in the target.</summary>
    public ResourceId First { get; init; }

    /// <summary>One line, as <c>VirtualMachine kubevirt.io/v1 (3)</c>.</summary>
    public override string ToString() => $"{Kind} {ApiVersion} ({Count})";
}
