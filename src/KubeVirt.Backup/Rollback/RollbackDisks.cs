using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Rollback;

/// <summary>Which disks of the archive are taken back onto which claims.</summary>
internal sealed class RollbackDisks
{
    private readonly List<RollbackDisk> _chosen = [];
    private readonly List<Finding> _findings = [];

    public RollbackDisks(
        ResourceGraph archive,
        ResourceGraph now,
        ResourceId machine,
        string id,
        RollbackOptions options
    )
    {
        var choice = DiskChoice.Of(archive, options.Disks, keepsRoots: false);
        var current = MachineDisks.Of(now, machine).ToDictionary(disk => disk.Name, StringComparer.Ordinal);
        var rejected = choice.RejectedOf(machine).Select(disk => disk.Name).ToHashSet(StringComparer.Ordinal);
        _findings.AddRange(DiskFindings.Unused(choice));
        foreach (var disk in choice.DisksOf(machine))
        {
            if (disk.Claim is not { } archived || rejected.Contains(disk.Name) || !IsWritten(disk))
                continue;
            if (IsOfGuestAlone(disk))
                _findings.Add(Plugged(disk));
            else
                Add(now, disk, archived, current.GetValueOrDefault(disk.Name), id, options.Method);
        }

        if (_chosen.Count == 0 && !_findings.Exists(finding => finding.Severity == FindingSeverity.Error))
            _findings.Add(RollbackChecks.Refuse(machine, null, "The choice leaves no disk to take back. Choose one."));
    }

    /// <summary>The disks, in the order of the archived machine.</summary>
    public IReadOnlyList<RollbackDisk> Chosen => _chosen;

    /// <summary>What cannot be taken back, and why.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What a guest only reads has not changed, and a dump of memory is no disk.</summary>
    private static bool IsWritten(PlannedDisk disk) => !disk.Is(DiskTraits.ReadOnly) && disk.Source != "memoryDump";

    private static bool IsOfGuestAlone(PlannedDisk disk) =>
        disk.Path.StartsWith("/spec/volumes/", StringComparison.Ordinal);

    /// <summary>The machine does not name the disk, so that there is nothing to point to another claim.</summary>
    private static Finding Plugged(PlannedDisk disk) =>
        new(
            FindingIds.HotPluggedOnly,
            FindingSeverity.Warning,
            disk.Machine.WithKind(Kinds.VirtualMachineInstance),
            disk.Path,
            $"The disk '{disk.Name}' was plugged into the guest alone, and is gone at its next start: it is not taken back. "
                + "Restore its claim, and plug that in."
        );

    private void Add(
        ResourceGraph now,
        PlannedDisk disk,
        ResourceId archived,
        PlannedDisk? current,
        string id,
        RollbackMethod method
    )
    {
        if (current?.Claim is not { } claim || now.FindResource(claim) is not { } found)
        {
            _findings.Add(
                RollbackChecks.Refuse(
                    disk.Machine,
                    disk.Path,
                    $"The machine has no claim for the disk '{disk.Name}' now, so there is nothing to take back. Add the disk "
                        + "with a claim first, take the definition back, too, after a restore of the claim, or leave the disk out."
                )
            );
            return;
        }

        var isRefill = method == RollbackMethod.Refill;
        _chosen.Add(
            new RollbackDisk
            {
                Name = disk.Name,
                Archived = archived,
                Current = claim,
                CurrentUid = ResourceMetadata.Uid(found),
                Method = isRefill ? RollbackMethod.Refill : RollbackMethod.Swap,
                Filled = isRefill ? claim : new ResourceId(claim.Kind, claim.Namespace, NameOf(claim.Name, id)),
                Bytes = Larger(disk.Bytes, ClaimFacts.BytesOf(found)),
                HasDataVolume = now.FindResource(claim.WithKind(Kinds.DataVolume)) is not null,
            }
        );
    }

    /// <summary>
    /// The name of the new claim. That of an earlier rollback is taken off first, so that names do not grow with each.
    /// </summary>
    private static string NameOf(string claim, string id)
    {
        const string Mark = "-rb-";
        const int MaxLength = 63;
        var at = claim.LastIndexOf(Mark, StringComparison.Ordinal);
        var stem = at > 0 && claim.Length == at + Mark.Length + id.Length ? claim[..at] : claim;
        var suffix = Mark + id;

        return stem[..Math.Min(stem.Length, MaxLength - suffix.Length)].TrimEnd('-', '.') + suffix;
    }

    private static long? Larger(long? left, long? right) =>
        left is { } a && right is { } b ? Math.Max(a, b) : left ?? right;
}
