using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Worker;

/// <summary>The section <c>Backup</c> of the configuration.</summary>
internal sealed class BackupSettings
{
    public const string Section = "Backup";

    /// <summary>The cluster, and the account there.</summary>
    public string Kubeconfig { get; set; } = "";

    /// <summary>Where the archives are.</summary>
    public string Folder { get; set; } = "";

    /// <summary>How long it is from one run to the next.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromDays(1);

    /// <summary>What is not backed up, such as <c>kinds=vm; labels=backup=never</c>.</summary>
    public IReadOnlyList<ResourceSelector> Exclude { get; set; } = [];

    /// <summary>Whether guests are frozen.</summary>
    public bool Freezes { get; set; } = true;

    /// <summary>Whether CSI snapshots are taken of the volumes.</summary>
    public bool Snapshots { get; set; } = true;
}
