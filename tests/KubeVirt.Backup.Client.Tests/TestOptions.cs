using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client;

/// <summary>Options under which a test against a server in its own process neither idles nor hangs.</summary>
internal static class TestOptions
{
    /// <summary>What fails is tried again at once.</summary>
    public static readonly ClusterOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1) };

    /// <summary>One request after the other, so that what a fault hits is certain.</summary>
    public static readonly ClusterOptions OneByOne = Quick with { Parallelism = 1, ObjectParallelism = 1 };

    /// <summary>What is waited for is looked at all the time, and given up before somebody loses patience.</summary>
    public static readonly WaitOptions Short = new()
    {
        Limit = TimeSpan.FromSeconds(20),
        PollInterval = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>Believes that the claims hold the data, on which machines start that are not held.</summary>
    public static readonly ApplyOptions Trusting = new() { Filled = _ => true };

    /// <summary>Waits, believes that the claims hold the data, and lets the held machines run.</summary>
    public static readonly ApplyOptions Releasing = Trusting with { Wait = Short, Releases = true };
}
