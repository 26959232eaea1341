using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>An authority made for one server, and a certificate of it for this machine.</summary>
internal sealed class ServerCertificates : IDisposable
{
    // A machine whose clock is a little behind must not find them too young; no test lasts longer.
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);
    private static readonly TimeSpan After = TimeSpan.FromDays(2);

    /// <summary>Makes both, with keys that are nowhere else.</summary>
    public ServerCertificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = (now - Before, now + After);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=test-ca", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = authority.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(Authority, from, to, [1, 2, 3, 4]);
        using var withKey = signed.CopyWithPrivateKey(key);
        Server = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Whom a client is to trust.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The server's own, of <see cref="Authority"/>, with its key.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Disposes of both.</summary>
    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }
}
