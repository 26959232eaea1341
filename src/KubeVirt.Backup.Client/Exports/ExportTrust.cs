using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>Trusts a server by the certificates that an export names, and by no others.</summary>
/// <remarks>
/// They need not be roots: KubeVirt copies the certificate of the ingress itself, and as much of its chain as it finds,
/// so a chain that holds one of them will do. Source: KubeVirt pkg/storage/export/export/links.go, findCertByHostName.
/// </remarks>
internal static class ExportTrust
{
    /// <summary>
    /// A client for one link, to be disposed of. Redirections are not followed, since they would take the token
    /// elsewhere.
    /// </summary>
    /// <exception cref="ClusterException">What the export names are no certificates.</exception>
    public static HttpClient Client(ExportLink link)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(30) };
        if (link.Certificate.Length > 0)
        {
            var trusted = Read(link);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, sent, errors) =>
                Trusts(trusted, certificate as X509Certificate2, sent, errors);
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static X509Certificate2Collection Read(ExportLink link)
    {
        var trusted = new X509Certificate2Collection();
        try
        {
            trusted.ImportFromPem(link.Certificate);
        }
        catch (CryptographicException e)
        {
            throw ExportFailures.NoCertificate(link, e);
        }

        return trusted.Count > 0 ? trusted : throw ExportFailures.NoCertificate(link, null);
    }

    /// <summary>Whether a server's certificate has the right name, and a chain that holds a trusted one.</summary>
    private static bool Trusts(
        X509Certificate2Collection trusted,
        X509Certificate2? certificate,
        X509Chain? sent,
        SslPolicyErrors errors
    )
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(trusted);
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // Signatures and dates still count; where the chain must end is checked below.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(certificate)
            && chain.ChainElements.Any(element =>
                trusted.Any(known => known.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span))
            );
    }
}
