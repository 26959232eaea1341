using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Actions;

namespace KubeVirt.Backup.Client.Incremental;

/// <summary>How KubeVirt makes a backup of disks.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/backup/v1alpha1/types.go, VirtualMachineBackupSpec.
/// </remarks>
public sealed record VirtualMachineBackupOptions
{
    /// <summary>
    /// Whether it is pulled by HTTPS rather than pushed into the claim, which is scratch space then. Default: no.
    /// </summary>
    public bool Pulls { get; init; }

    /// <summary>Whether the guest is left running without a freeze. Default: no, it is frozen.</summary>
    public bool SkipsQuiesce { get; init; }

    /// <summary>
    /// Whether it is full though a checkpoint would allow an incremental one. Default: no. After a restore it must be.
    /// </summary>
    public bool ForcesFull { get; init; }

    /// <summary>
    /// For how long a pulled backup can be read, counted from its creation. Default: <see langword="null"/>, KubeVirt's
    /// own 2 hours.
    /// </summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Labels by which it can be found again. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Puts the options into the spec of a VirtualMachineBackup.</summary>
    /// <param name="spec">The spec, which has its source and its claim already.</param>
    /// <param name="tokenSecret">The name of the Secret with the token, for a backup that is pulled.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="TimeToLive"/> is negative.</exception>
    internal void AddTo(JsonObject spec, string tokenSecret)
    {
        if (Pulls)
        {
            spec["mode"] = "Pull";
            spec["tokenSecretRef"] = tokenSecret;
        }

        if (SkipsQuiesce)
            spec["skipQuiesce"] = true;
        if (ForcesFull)
            spec["forceFullBackup"] = true;
        if (TimeToLive is { } time)
            spec["ttlDuration"] = ActionSources.Duration(time);
    }
}
