namespace KubeVirt.Backup.Testing;

/// <summary>One disk of a test machine.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Name">Its name in the machine.</param>
internal sealed record TestDisk(TestDiskKind Kind, string Name);
