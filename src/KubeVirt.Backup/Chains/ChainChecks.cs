using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Chains;

/// <summary>Looks whether the backups of a machine fit together.</summary>
internal sealed class ChainChecks
{
    private readonly List<Finding> _findings = [];

    /// <param name="points">The backups by time, each with its place in what was given.</param>
    public ChainChecks(IReadOnlyList<(ChainPoint Point, int Index)> points)
    {
        foreach (var (point, index) in points)
            Register(point, $"/points/{index}");
        foreach (var (point, index) in points)
            Check(point, $"/points/{index}");
    }

    /// <summary>The points by their names; of several the first.</summary>
    public Dictionary<string, ChainPoint> ByName { get; } = new(StringComparer.Ordinal);

    /// <summary>The points by the checkpoints that they made; of several the first.</summary>
    public Dictionary<string, ChainPoint> ByCheckpoint { get; } = new(StringComparer.Ordinal);

    /// <summary>The points that are broken in themselves, with the reason.</summary>
    public Dictionary<ChainPoint, string> Broken { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>What was found, in the order of the points.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    private void Register(ChainPoint point, string path)
    {
        if (!ByName.TryAdd(point.Name, point))
            Break(
                point,
                FindingIds.ChainMalformed,
                path + "/name",
                $"There are several points '{point.Name}', of which the first counts. Give each its own name."
            );
        if (point.Checkpoint is { } checkpoint && !ByCheckpoint.TryAdd(checkpoint, point))
            Break(
                point,
                FindingIds.ChainMalformed,
                path + "/checkpoint",
                $"The checkpoint '{checkpoint}' of {point.Name} is that of {ByCheckpoint[checkpoint].Name}, too, so that "
                    + "what is based on it is not known. Correct the document, or take a full backup."
            );
    }

    private void Check(ChainPoint point, string path)
    {
        if (Broken.ContainsKey(point))
            return;
        if (point.Kind == ChainPointKind.Full)
            CheckFull(point, path);
        else if (point.Kind != ChainPointKind.Incremental)
            Break(
                point,
                FindingIds.ChainMalformed,
                path + "/kind",
                $"{point.Name} says neither that it is full nor that it is incremental, so that nothing is restored from it."
            );
        else if (point.Since is not { } since)
            Break(
                point,
                FindingIds.ChainMalformed,
                path + "/since",
                $"{point.Name} is incremental and says no checkpoint that it begins from. Correct the document, or take a "
                    + "full backup."
            );
        else if (!ByCheckpoint.TryGetValue(since, out var basis))
            Break(
                point,
                FindingIds.ChainGap,
                path + "/since",
                $"{point.Name} begins from the checkpoint '{since}', which no point of the chain made: the backup that it is "
                    + "based on is missing. Bring that back, or take a full backup; neither it nor what is based on it can "
                    + "be restored."
            );
        else
            CheckIncremental(point, basis, path);
    }

    private void CheckFull(ChainPoint point, string path)
    {
        foreach (var (index, file) in point.Files.Index())
        {
            if (!file.IsFull)
                Break(
                    point,
                    FindingIds.ChainMalformed,
                    $"{path}/files/{index}/isFull",
                    $"{point.Name} is full, and its file of the volume '{file.Volume}' is not. Correct the document, or "
                        + "take a full backup."
                );
        }
    }

    private void CheckIncremental(ChainPoint point, ChainPoint basis, string path)
    {
        if (ReferenceEquals(basis, point) || basis.TakenAt >= point.TakenAt)
        {
            Break(
                point,
                FindingIds.ChainMalformed,
                path + "/since",
                $"{point.Name} is based on {basis.Name}, which is not earlier. Correct the document, or take a full backup."
            );
            return;
        }

        CheckFiles(point, basis, path);
        CheckMachine(point, basis, path);
        if (point.Migration is not null && point.Migration != basis.Migration)
            Report(
                FindingIds.ChainMigrated,
                FindingSeverity.Warning,
                point,
                path + "/migration",
                $"The guest was migrated between {basis.Name} and {point.Name}: that KubeVirt kept track of what changed is "
                    + "not proven by this chain. Verify a restore of it, or take a full backup."
            );
    }

    private void CheckFiles(ChainPoint point, ChainPoint basis, string path)
    {
        foreach (var (index, file) in point.Files.Index())
        {
            if (file.IsFull)
                continue;
            var before = basis.FileOf(file.Volume);
            if (before is null)
                Break(
                    point,
                    FindingIds.ChainGap,
                    $"{path}/files/{index}",
                    $"{point.Name} holds what changed of the volume '{file.Volume}', and {basis.Name}, on which it is "
                        + "based, has nothing of it. Bring that file back, or take a full backup."
                );
            else if (IsOther(before.ClaimUid, file.ClaimUid))
                Break(
                    point,
                    FindingIds.ChainVoid,
                    $"{path}/files/{index}/claimUid",
                    $"The volume '{file.Volume}' is on another claim in {point.Name} than in {basis.Name}: it was restored "
                        + "or moved in between, and what changed since then says nothing of the older disk. Take a full "
                        + "backup."
                );
        }
    }

    private void CheckMachine(ChainPoint point, ChainPoint basis, string path)
    {
        if (IsOther(basis.MachineUid, point.MachineUid))
            Break(
                point,
                FindingIds.ChainVoid,
                path + "/machineUid",
                $"The machine of {point.Name} is another one than that of {basis.Name}: it was deleted and made anew in "
                    + "between. Take a full backup."
            );
        else if (point.RestoreMark is not null && point.RestoreMark != basis.RestoreMark)
            Break(
                point,
                FindingIds.ChainVoid,
                path + "/restoreMark",
                $"The machine was restored between {basis.Name} and {point.Name}, so that the checkpoint is of other disks. "
                    + "Take a full backup."
            );
    }

    /// <summary>What was not noted is no other.</summary>
    private static bool IsOther(string? before, string? now) => before is not null && now is not null && before != now;

    private void Break(ChainPoint point, string id, string path, string message)
    {
        Broken.TryAdd(point, message);
        Report(id, FindingSeverity.Error, point, path, message);
    }

    private void Report(string id, FindingSeverity severity, ChainPoint point, string path, string message) =>
        _findings.Add(new Finding(id, severity, point.Machine, path, message));
}
