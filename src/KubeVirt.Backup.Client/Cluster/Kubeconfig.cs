using k8s;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Makes clients from kubeconfig files, for those who have no client yet.</summary>
public static class Kubeconfig
{
    /// <summary>A client for a context of a kubeconfig; the caller disposes of it. Nothing is sent.</summary>
    /// <param name="file">The file.</param>
    /// <param name="context">The context. Default: the file's current one.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no kubeconfig, or lacks the context; the message says what to do and nothing of the file's secrets.</exception>
    public static Kubernetes Connect(string file, string? context = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no kubeconfig {file}. Check the path.", file);
        try
        {
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(file, context);
            configuration.UserAgent = $"kubevirt-backup/{typeof(Kubeconfig).Assembly.GetName().Version?.ToString(3)}";
            return new Kubernetes(configuration);
        }
        catch (YamlException e)
        {
            // Its message can quote the file, which holds secrets.
            throw new InvalidDataException($"{file} is no kubeconfig: line {e.Start.Line}, column {e.Start.Column} does not parse. Mend it, or write it anew.");
        }
        catch (Exception e) when (e is KubeConfigException or FormatException or System.Security.Cryptography.CryptographicException)
        {
            throw new InvalidDataException($"{file} cannot be used as a kubeconfig: {e.Message} Mend it, or choose another context.");
        }
    }
}
