using KubeVirt.Backup.Planning;
namespace KubeVirt.Backup.Client.Freeze;

/// <summary>What a session can vouch for, to be stored with the backup.</summary>
/// <param name="Guest">The VirtualMachineInstance.</param>
/// <param name="Consistency">What a snapshot taken meanwhile is worth.</param>
/// <param name="Reason">Why, in one sentence or two.</param>
/// <param name="Frozen">From the request to freeze to the end of the work; <see langword="null"/> where it was not frozen.</param>
public sealed record FreezeVerdict(ResourceId Guest, Consistency Consistency, string Reason, TimeSpan? Frozen)
{
    /// <summary>What it rests on; <see langword="null"/> where the guest was not frozen.</summary>
    public FreezeEvidence? Evidence { get; init; }

    /// <summary>The verdict on snapshots whose creation times are known: what was not made while the guest was frozen is crash-consistent.</summary>
    /// <param name="created">Creation times of the guest's snapshots, as the storage tells them.</param>
    /// <param name="tolerance">How far its clock may differ from this machine's, and how coarse its times are. Default: 2 seconds.</param>
    public FreezeVerdict WithSnapshots(IEnumerable<DateTimeOffset> created, TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(created);
        var leeway = tolerance ?? TimeSpan.FromSeconds(2);
        if (Consistency != Consistency.FilesystemConsistent || Evidence is not { } evidence)
            return this;
        var outside = created.Where(time => time < evidence.From - leeway || time > evidence.To + leeway).ToList();
        return outside.Count == 0
            ? this
            : this with { Consistency = Consistency.CrashConsistent, Reason = FormattableString.Invariant($"A snapshot of {outside.Min():O} was not made while the guest was frozen, from {evidence.From:O} to {evidence.To:O}.") };
    }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Guest}: {Consistency}. {Reason}";
}
