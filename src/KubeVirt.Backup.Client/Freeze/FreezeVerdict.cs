using KubeVirt.Backup.Planning;
namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What a session can vouch for, to be stored with the backup.</summary>
/// <param name="Guest">The VirtualMachineInstance.</param>
/// <param name="Consistency">What a snapshot taken meanwhile is worth.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Frozen">From the request to freeze to the request to thaw; <see langword="null"/> where it was not frozen.</param>
public sealed record FreezeVerdict(ResourceId Guest, Consistency Consistency, string Reason, TimeSpan? Frozen)
{
    /// <summary>One line.</summary>
    public override string ToString() => $"{Guest}: {Consistency}. {Reason}";
}
