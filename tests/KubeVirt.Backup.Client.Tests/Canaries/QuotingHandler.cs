using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Client.Canaries;

/// <summary>A webhook that refuses to have Secrets written, and says all of what it refuses.</summary>
/// <param name="code">With which code; controller-runtime takes 403, as RBAC does.</param>
/// <param name="method">Which writes.</param>
internal sealed class QuotingHandler(HttpStatusCode code, HttpMethod method) : DelegatingHandler
{
    public int Refused { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var isWrite = request.Method == method && request.RequestUri!.AbsolutePath.Contains("/secrets");
        if (!isWrite)
            return await base.SendAsync(request, cancellationToken);

        Refused++;
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["status"] = "Failure",
            ["message"] = $"admission webhook \"w\" denied the request: {Canary.Value} is forbidden: User \"{body}\"",
            ["reason"] = code.ToString(),
            ["code"] = (int)code,
        };
        return new HttpResponseMessage(code)
        {
            RequestMessage = request,
            Content = new StringContent(status.ToJsonString(), Encoding.UTF8, "application/json"),
        };
    }
}
