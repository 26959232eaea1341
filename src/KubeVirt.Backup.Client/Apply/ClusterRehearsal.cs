using KubeVirt.Backup.Rehearsal;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>A restore that was played against a model of the cluster that it is for.</summary>
/// <param name="Target">
/// What the cluster holds, as far as it was read. What could not be read is marked as unknown.
/// </param>
/// <param name="Report">
/// What will happen. Its findings also say what could not be read
/// (<see cref="Findings.FindingIds.TargetNotChecked"/>).
/// </param>
public sealed record ClusterRehearsal(RehearsalTarget Target, RehearsalReport Report);
