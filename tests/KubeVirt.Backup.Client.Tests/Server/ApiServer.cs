using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Cluster;

/// <summary>
/// An API server in this process, over real HTTPS: as the real one where it matters to a client, and with faults on
/// demand.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string AdminToken = "admin-token";
    private readonly ServerCertificates _certificates = new();
    private readonly ConcurrentQueue<ApiRequest> _requests = new();
    private readonly ConcurrentQueue<Fault> _faults = new();
    private readonly WebApplication _app;
    private readonly ObjectApi _objects;
    private int _open;

    private ApiServer(IEnumerable<Resource> resources, TimeProvider time)
    {
        Store.Seed(resources);
        _objects = new ObjectApi(Store);
        Guests = new GuestApi(Store, time);
        Exec = new ExecApi(Store, Guests);
        Exports = new ExportApi(Store, () => (Url, Authority.ExportCertificatePem()));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificates.Server));
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(HandleAsync);
    }

    public ApiStore Store { get; } = new();

    public GuestApi Guests { get; }

    public ExecApi Exec { get; }

    public ExportApi Exports { get; }

    /// <summary>
    /// What is wrong with an object that is to be written, to be answered with 422. Nothing unless set.
    /// </summary>
    public Func<Resource, IEnumerable<string>> Violations
    {
        set => _objects.Violations = value;
    }

    /// <summary>How many requests were open at once, at most.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How long each answer takes at least. Nothing unless set.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>What controllers do between two requests. Nothing unless set.</summary>
    public Action Controllers { get; set; } = () => { };

    /// <summary>What is served. All that the library knows, unless changed.</summary>
    public List<ApiType> Types { get; } = [.. ApiType.Defaults];

    /// <summary>Whether it tells all it serves in two answers, as servers do since Kubernetes 1.27.</summary>
    public bool AggregatesDiscovery { get; set; } = true;

    /// <summary>The groups whose own server, behind this one, does not answer.</summary>
    public HashSet<string> StaleGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Who may do what, by token.</summary>
    public ConcurrentDictionary<string, ApiUser> Users { get; } =
        new(StringComparer.Ordinal) { [AdminToken] = new ApiUser("admin") };

    /// <summary>All that was asked so far.</summary>
    public IReadOnlyList<ApiRequest> Requests => [.. _requests];

    public string Url => _app.Urls.Single();

    public X509Certificate2 Authority => _certificates.Authority;

    public X509Certificate2 Certificate => _certificates.Server;

    /// <summary>A namespace, without which nothing can be created in it.</summary>
    public static Resource Namespace(string name) =>
        Resource.Parse($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}""");

    public static async Task<ApiServer> StartAsync(IEnumerable<Resource>? resources = null, TimeProvider? time = null)
    {
        var server = new ApiServer(resources ?? [], time ?? TimeProvider.System);
        await server._app.StartAsync();
        return server;
    }

    public void Break(Fault fault) => _faults.Enqueue(fault);

    /// <summary>A client for this server.</summary>
    /// <param name="token">Whose.</param>
    /// <param name="trusts">Whether it knows the authority.</param>
    public Kubernetes Client(string token = AdminToken, bool trusts = true) =>
        new(
            new KubernetesClientConfiguration
            {
                Host = Url,
                AccessToken = token,
                SslCaCerts = trusts ? [Authority] : [],
            }
        );

    /// <summary>Writes a kubeconfig for this server into a folder and returns its path.</summary>
    public string WriteKubeconfig(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, Guid.NewGuid().ToString("N"));
        var authority = Convert.ToBase64String(Encoding.ASCII.GetBytes(Authority.ExportCertificatePem()));
        File.WriteAllText(
            path,
            $"apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters: [{{name: c, cluster: {{server: \"{Url}\", certificate-authority-data: {authority}}}}}]\nusers: [{{name: u, user: {{token: {AdminToken}}}}}]\ncontexts: [{{name: c, context: {{cluster: c, user: u}}}}]\n"
        );
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _certificates.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        lock (_requests)
            MostAtOnce = Math.Max(MostAtOnce, ++_open);
        try
        {
            await AnswerAsync(context);
        }
        finally
        {
            lock (_requests)
                _open--;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = new ApiRequest(
            context.Request.Method,
            context.Request.Path.Value!,
            context.Request.QueryString.Value ?? ""
        );
        _requests.Enqueue(request);
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, context.RequestAborted);
        var fault = _faults.FirstOrDefault(fault => fault.TryTake(request));
        if (fault?.Kind == FaultKind.Compact)
            Store.Compact();
        if (fault?.Kind == FaultKind.ResetBefore)
            context.Abort();
        else if (fault?.Kind == FaultKind.Stall)
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        else if (fault?.Kind == FaultKind.Error)
            await WriteAsync(context, fault.ToAnswer(), null);
        else if (await AnswerAsync(context, request, fault) is { } answer)
            await WriteAsync(context, answer, fault);
    }

    /// <summary>The answer; <see langword="null"/> where it was given already.</summary>
    private async Task<ApiAnswer?> AnswerAsync(HttpContext context, ApiRequest request, Fault? fault)
    {
        if (Exports.Answer(request.Path, context.Request.Headers) is { } exported)
            return exported;
        var token = context.Request.Headers.Authorization.ToString();
        if (!token.StartsWith("Bearer ", StringComparison.Ordinal) || !Users.TryGetValue(token[7..], out var user))
            return ApiAnswer.Status(401, "Unauthorized", "Unauthorized");
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var accept = AggregatesDiscovery ? context.Request.Headers.Accept.ToString() : null;
        if (request.Method == "GET" && DiscoveryApi.Answer(request.Path, Types, accept, StaleGroups) is { } discovery)
            return discovery;
        if (request is { Method: "POST", Path: AccessReviewApi.Path })
            return AccessReviewApi.Answer(user, body);
        if (ApiPath.Parse(request.Path) is not { Plural: not null } path)
            return ApiAnswer.PageNotFound;
        if (ExecApi.Handles(path))
            return await Exec.AnswerAsync(context, user, path, fault);
        var verb = path.Group == GuestApi.Group && request.Method != "GET" ? "update" : request.VerbFor(path);
        if (user.Refuse(verb, path) is { } refusal)
            return refusal;
        if (path.Group == GuestApi.Group)
            return await Guests.AnswerAsync(request.Method, path, body, context.RequestAborted);
        if (
            Types.Find(type =>
                type.Kind.Group == path.Group && type.Version == path.Version && type.Plural == path.Plural
            )
                is not { } found
            || path.Subresource is not (null or "status")
        )
            return ApiAnswer.PageNotFound;
        if (found.Kind == Kinds.VirtualMachineInstance)
            Guests.Poll(path.Name);
        Exports.Poll();
        Controllers();
        var answer = _objects.Answer(verb, found, path, context.Request.Query, context.Request.ContentType ?? "", body);
        return verb == "list" ? MetadataForm.Of(answer, context.Request.Headers.Accept.ToString()) : answer;
    }

    private static async Task WriteAsync(HttpContext context, ApiAnswer answer, Fault? fault)
    {
        if (fault?.Kind == FaultKind.ResetAfter)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Code;
        context.Response.ContentType = answer.ContentType;
        if (answer.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (answer.Location is { } location)
            context.Response.Headers.Location = location;
        if (answer.SaysLength)
            context.Response.ContentLength = answer.Bytes.Length;
        if (answer.ContentRange is { } range)
            context.Response.Headers.ContentRange = range;
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        var (body, ended) = (context.Response.Body, context.RequestAborted);
        try
        {
            await WriteBodyAsync(context, answer.Bytes, body, fault, ended);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
    }

    private static async Task WriteBodyAsync(
        HttpContext context,
        byte[] bytes,
        Stream body,
        Fault? fault,
        CancellationToken ended
    )
    {
        switch (fault?.Kind)
        {
            case FaultKind.ResetInBody:
                await body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), ended);
                await body.FlushAsync(ended);
                context.Abort();
                break;
            case FaultKind.SlowBody:
                foreach (var piece in bytes.Chunk(Math.Max(1, bytes.Length / 10)))
                {
                    await body.WriteAsync(piece, ended);
                    await body.FlushAsync(ended);
                    await Task.Delay(fault.Delay, ended);
                }

                break;
            case FaultKind.EndlessBody:
                while (true)
                {
                    await body.WriteAsync(" "u8.ToArray(), ended);
                    await body.FlushAsync(ended);
                    await Task.Delay(fault.Delay, ended);
                }

            case FaultKind.FloodBody:
                var blanks = Enumerable.Repeat((byte)' ', 1 << 16).ToArray();
                while (true)
                    await body.WriteAsync(blanks, ended);

            default:
                await body.WriteAsync(bytes, ended);
                break;
        }
    }
}
