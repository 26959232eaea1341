using KubeVirt.Backup.Testing;

namespace KubeVirt.Backup.Client;

/// <summary>Kubeconfigs as files, which programs want.</summary>
internal static class Kubeconfigs
{
    /// <summary>Writes a kubeconfig for a cluster into a folder and returns its path.</summary>
    public static string WriteKubeconfig(this TestCluster cluster, DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, cluster.Kubeconfig);

        return path;
    }
}
