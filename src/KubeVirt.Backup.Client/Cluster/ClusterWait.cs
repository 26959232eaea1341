namespace KubeVirt.Backup.Client.Cluster;

/// <summary>A request that failed and is tried again, as <see cref="ClusterOptions.Waits"/> receives it.</summary>
/// <param name="Problem">How it failed: method, path and why, never a request's body.</param>
/// <param name="Delay">How long is waited before the next try.</param>
public sealed record ClusterWait(string Problem, TimeSpan Delay)
{
    /// <summary>One line, as <c>GET /api/v1/pods: 503 ... Tried again in 4 s.</c></summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Problem} Tried again in {Math.Ceiling(Delay.TotalSeconds):0} s.");
}
