using System.Net;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>Turns what an export server answered into an exception that says what to do.</summary>
/// <remarks>
/// Source: KubeVirt cmd/virt-exportproxy/virt-exportproxy.go and pkg/storage/export/virt-exportserver/exportserver.go,
/// which answer with a code and no words.
/// </remarks>
internal static class ExportFailures
{
    /// <summary>The server answered, with a code that is no success.</summary>
    public static ClusterException Answered(ExportLink link, HttpStatusCode code) =>
        new(HttpMethod.Get, link.Address.AbsolutePath, $"{(int)code} {code}{Remedy(code)}")
        {
            StatusCode = code,
            // Also 404 and 410: KubeVirt replaces the server now and then, and the next try asks where it is now.
            IsTransient = (int)code is 404 or 410 or 429 or 500 or 502 or 503 or 504,
        };

    /// <summary>No connection, or one that broke off. It is tried again, unless the server is not trusted.</summary>
    public static ClusterException Broken(ExportLink link, Exception e)
    {
        var (path, server) = (link.Address.AbsolutePath, link.Address.Authority);
        var cause = e.GetBaseException().Message;
        var isSecurity = e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
        if (isSecurity && TlsFailures.IsDistrust(e))
        {
            return new ClusterException(
                HttpMethod.Get,
                path,
                $"no trusted connection to {server}: {cause} The export's status names the certificate to trust; "
                    + "look at the ingress or route in front of virt-exportproxy.",
                e
            );
        }

        return new ClusterException(HttpMethod.Get, path, $"the connection to {server} failed or broke off: {cause}", e)
        {
            IsTransient = true,
        };
    }

    /// <summary>The export was not ready for a while, so that what came before and after is of two moments.</summary>
    public static ClusterException Replaced(ExportLink link) =>
        new(
            HttpMethod.Get,
            link.Address.AbsolutePath,
            $"{link.Export} was not ready in between, so that what came before and after may be of two moments. "
                + "The download has to begin again."
        )
        {
            IsTransient = true,
        };

    /// <summary>The export names what is no certificate.</summary>
    public static ClusterException NoCertificate(ExportLink link, Exception? e)
    {
        var field = $"/status/links/{(link.IsExternal ? "external" : "internal")}/cert";
        return new ClusterException(
            HttpMethod.Get,
            link.Address.AbsolutePath,
            $"what {link.Export} holds at {field} is no certificate, so its server cannot be trusted. Look at the "
                + "certificate of the ingress or route in front of virt-exportproxy, then delete the export and "
                + "create another one.",
            e
        );
    }

    /// <summary>The export is there no longer.</summary>
    public static ClusterException Gone(ExportLink link, VirtualMachineExport export)
    {
        var end = export.ExpirationTime is { } time ? $"; its time ended or ends at {time:u}" : "";
        return new ClusterException(
            HttpMethod.Get,
            link.Address.AbsolutePath,
            $"{export.Id} has expired or was deleted{end}. "
                + "Create another one with a longer TimeToLive, and begin again."
        )
        {
            StatusCode = HttpStatusCode.Gone,
        };
    }

    /// <summary>The Secret with the token is not there.</summary>
    public static ClusterException NoToken(ExportLink link, VirtualMachineExport export) =>
        new(
            HttpMethod.Get,
            link.Address.AbsolutePath,
            $"the Secret with the token of {export.Id} is not there. Create another export."
        );

    private static string Remedy(HttpStatusCode code) =>
        code switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                ". The token was not taken: look at the Secret that the export names.",
            HttpStatusCode.NotFound =>
                ". The export's server is not there, or has no such part: look at the export's conditions.",
            _ => ". Look at the export's pod, and at virt-exportproxy.",
        };
}
