namespace KubeVirt.Backup.Client.Freeze;

/// <summary>How a command in a pod ended.</summary>
/// <param name="ExitCode">Its exit code; 0 where it ended well.</param>
/// <param name="Output">What it wrote, to both streams, up to a limit.</param>
internal sealed record CommandResult(int ExitCode, string Output);
