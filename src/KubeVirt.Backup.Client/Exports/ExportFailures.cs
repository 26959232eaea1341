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
    public static ClusterException Answered(ExportLink link, HttpStatusCode code) =>
        new(HttpMethod.Get, link.Address.AbsolutePath, $"{(int)code} {code}{Remedy(code)}")
        {
            StatusCode = code,
            IsTransient = (int)code is 404 or 410 or 429 or 500 or 502 or 503 or 504,
        };

    public static ClusterException Broken(ExportLink link, Exception e) =>
        e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? new ClusterException(
                HttpMethod.Get,
                link.Address.AbsolutePath,
                $"no trusted connection to {link.Address.Authority}: {e.GetBaseException().Message} The export's status names the certificate to trust; look at the ingress or route in front of virt-exportproxy.",
                e
            )
            : new ClusterException(
                HttpMethod.Get,
                link.Address.AbsolutePath,
                $"the connection to {link.Address.Authority} failed or broke off: {e.GetBaseException().Message}",
                e
            )
            {
                IsTransient = true,
            };

    public static ClusterException NoCertificate(ExportLink link, Exception? e) =>
        new(
            HttpMethod.Get,
            link.Address.AbsolutePath,
            $"what {link.Export} holds at /status/links/{(link.IsExternal ? "external" : "internal")}/cert is no certificate, so its server cannot be trusted. Look at the certificate of the ingress or route in front of virt-exportproxy, then delete the export and create another one.",
            e
        );

    public static ClusterException Gone(ExportLink link, VirtualMachineExport export) =>
        new(
            HttpMethod.Get,
            link.Address.AbsolutePath,
            $"{export.Id} has expired or was deleted{(export.ExpirationTime is { } time ? $"; its time ended or ends at {time:u}" : "")}. Create another one with a longer TimeToLive, and begin again."
        )
        {
            StatusCode = HttpStatusCode.Gone,
        };

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
