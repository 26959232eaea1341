using System.Net.Security;
using k8s;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Creates clients from kubeconfig files, for those who have no client yet.</summary>
/// <example>
/// <code language="csharp">
/// using var production = Kubeconfig.Connect("kubeconfig.yaml", context: "production");
/// var found = await BackupPlanner.PlanAsync(
///     new ClusterResourceSource(production),
///     new PlanOptions(),
///     cancellationToken
/// );
/// Console.WriteLine(found);
/// </code>
/// </example>
public static class Kubeconfig
{
    /// <summary>A client for a context of a kubeconfig; the caller disposes of it. Nothing is sent.</summary>
    /// <param name="file">The file.</param>
    /// <param name="context">The context. Default: the file's current one.</param>
    /// <remarks>
    /// A cluster's <c>tls-server-name</c> is the name that its certificate must bear, and is sent as the header Host.
    /// </remarks>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is no kubeconfig, lacks the context, or names a file or command that fails; the message says what to do
    /// and nothing of the file's secrets.
    /// </exception>
    public static Kubernetes Connect(string file, string? context = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!File.Exists(file))
            throw new FileNotFoundException($"There is no kubeconfig {file}. Check the path.", file);
        try
        {
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(
                KubeconfigReader.Read(file),
                context
            );
            configuration.UserAgent = $"kubevirt-backup/{typeof(Kubeconfig).Assembly.GetName().Version?.ToString(3)}";
            return Connect(configuration);
        }
        catch (Exception e) when (e is not InvalidDataException && ReasonOf(e) is { } reason)
        {
            // Not the exception itself: its message can quote the file, which holds secrets.
            throw new InvalidDataException(ShownText.Of($"{file} {reason}"));
        }
    }

    /// <summary>Why a file cannot be used; <see langword="null"/> where that is no fault of the file.</summary>
    private static string? ReasonOf(Exception e) =>
        e switch
        {
            YamlException yaml => $"is no kubeconfig: line {yaml.Start.Line}, column {yaml.Start.Column} is no YAML. "
                + "Correct it, or write it again.",
            // KubernetesClient expects a value where the file has none.
            NullReferenceException or ArgumentNullException =>
                "cannot be used as a kubeconfig: a cluster, context or user lacks what it must have. Write it again.",
            // Some texts that are no YAML make its parser fail with other exceptions than its own.
            InvalidOperationException or ArgumentException or IndexOutOfRangeException =>
                "is no kubeconfig: it is no YAML, or has a value that is none. Correct it, or write it again.",
            KubeConfigException
            or FormatException
            or System.Security.Cryptography.CryptographicException
            or IOException
            or UnauthorizedAccessException =>
                $"cannot be used as a kubeconfig: {Describe(e)} Correct it, or choose another context.",
            _ => null,
        };

    /// <summary>
    /// A client that checks a server's name, too: where an authority is named, KubernetesClient trusts whatever it
    /// signed, for any name.
    /// </summary>
    private static Kubernetes Connect(KubernetesClientConfiguration configuration)
    {
        SocketsHttpHandler? handler = null;
        configuration.FirstMessageHandlerSetup = first => handler = first;
        var client = new Kubernetes(configuration);
        // Else a Secret that is written goes to wherever an answer points.
        if (handler is not null)
            handler.AllowAutoRedirect = false;
        if (!configuration.SkipTlsVerify && handler?.SslOptions.RemoteCertificateValidationCallback is { } trusts)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                && trusts(sender, certificate, chain, errors);
        }

        // The name that TLS asks for and checks is that of the Host header, where there is one.
        if (configuration.TlsServerName is { Length: > 0 } name)
            client.HttpClient.DefaultRequestHeaders.Host = name;

        return client;
    }

    /// <summary>
    /// What was wrong with credentials or with the file that names them, as a sentence, without what a command printed:
    /// it may be a token, or a part of one.
    /// </summary>
    /// <param name="e">What the client or the parser threw.</param>
    internal static string Describe(Exception e)
    {
        const string ExecFailed = "external exec failed";
        const string ExecNotStarted = "external exec failed due to: ";
        var text = e.Message;
        if (!text.StartsWith(ExecFailed, StringComparison.Ordinal))
            return $"{text.Replace(" `k8s.KubeConfigModels.Context`", "", StringComparison.Ordinal).TrimEnd('.')}.";
        if (text.StartsWith(ExecNotStarted, StringComparison.Ordinal))
            return $"the command that its user runs for credentials does not start: {text[ExecNotStarted.Length..]}.";
        if (text.EndsWith("timeout", StringComparison.Ordinal))
            return "the command that its user runs for credentials does not end.";

        return "the command that its user runs for credentials prints no ExecCredential with some. "
            + "Run it by hand to see its output.";
    }
}
