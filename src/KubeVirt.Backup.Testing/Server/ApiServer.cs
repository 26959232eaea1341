using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>
/// An API server in this process, over real HTTPS: as the real one where it matters to a client, and with faults on
/// demand.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentQueue<TestRequest> _requests = new();
    private readonly List<PendingFault> _faults = [];
    private readonly TimeProvider _time;
    private readonly WebApplication _app;
    private readonly ObjectApi _objects;
    private int _open;

    /// <summary>A server that does not listen yet.</summary>
    public ApiServer(IEnumerable<Resource> resources, TimeProvider time)
    {
        _time = time;
        Store.Seed(resources);
        _objects = new ObjectApi(Store, Admission.Refuse, write => Written(write), time);
        Guests = new GuestApi(Store, time);
        Exec = new ExecApi(Store, Guests);
        Exports = new ExportApi(Store, () => (Url, Certificates.Authority.ExportCertificatePem()));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificates.Server));
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(HandleAsync);
    }

    /// <summary>The objects.</summary>
    public ApiStore Store { get; } = new();

    /// <summary>What may be written.</summary>
    public Admission Admission { get; } = new();

    /// <summary>Freezing by KubeVirt's API.</summary>
    public GuestApi Guests { get; }

    /// <summary>Freezing by virt-freezer in the pods.</summary>
    public ExecApi Exec { get; }

    /// <summary>Volumes over HTTPS.</summary>
    public ExportApi Exports { get; }

    /// <summary>Its own and its authority's.</summary>
    public ServerCertificates Certificates { get; } = new();

    /// <summary>How many requests were open at once, at most.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>How long each answer takes at least. Nothing unless set.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>What controllers do between two requests. Nothing unless set.</summary>
    public Action Controllers { get; set; } = () => { };

    /// <summary>Hears of each object that a client wrote, in their order, before it has its answer. Nobody unless set.</summary>
    public Action<ApiWrite> Written { get; set; } = _ => { };

    /// <summary>What is served. All that the library knows, unless changed.</summary>
    public List<ApiType> Types { get; } = [.. ApiType.Defaults];

    /// <summary>Whether it tells all it serves in two answers, as servers do since Kubernetes 1.27.</summary>
    public bool AggregatesDiscovery { get; set; } = true;

    /// <summary>The groups whose own server, behind this one, does not answer.</summary>
    public HashSet<string> StaleGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Who may do what, by token.</summary>
    public ConcurrentDictionary<string, ApiUser> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>All that was asked so far.</summary>
    public IReadOnlyList<TestRequest> Requests => [.. _requests];

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.Single();

    /// <summary>Listens from now on, at a port that is free.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    /// <summary>Lets something go wrong.</summary>
    public void Break(Fault fault)
    {
        lock (_faults)
            _faults.Add(new PendingFault(fault));
    }

    /// <summary>Ends what goes wrong, for what is asked from now on.</summary>
    public void Repair()
    {
        lock (_faults)
            _faults.Clear();
    }

    /// <summary>Stops at once, whoever still waits for an answer.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(StopLimit);
        await _app.StopAsync(now.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        Certificates.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        lock (_requests)
            MostAtOnce = Math.Max(MostAtOnce, ++_open);
        try
        {
            await AnswerAsync(context).ConfigureAwait(false);
        }
        finally
        {
            lock (_requests)
                _open--;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = context.Request;
        var request = new TestRequest(asked.Method, asked.Path.Value!, asked.QueryString.Value ?? "");
        _requests.Enqueue(request);
        if (Latency > TimeSpan.Zero)
            await Task.Delay(Latency, context.RequestAborted).ConfigureAwait(false);

        var fault = Take(request);
        if (fault?.Kind == FaultKind.Compact)
            Store.Compact();
        if (fault?.Kind == FaultKind.LateEffect)
            await Task.Delay(fault.Delay, _time, CancellationToken.None).ConfigureAwait(false);
        if (fault?.Kind == FaultKind.ResetBefore)
            context.Abort();
        else if (fault?.Kind == FaultKind.Stall)
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (fault?.Kind == FaultKind.Error)
            await ApiResponse.WriteAsync(context, FaultAnswers.Of(fault), null, _time).ConfigureAwait(false);
        else if (await AnswerAsync(context, request, fault).ConfigureAwait(false) is { } answer)
            await ApiResponse.WriteAsync(context, answer, fault, _time).ConfigureAwait(false);
    }

    /// <summary>What goes wrong with a request; <see langword="null"/> where nothing does.</summary>
    private Fault? Take(TestRequest request)
    {
        lock (_faults)
            return _faults.Find(fault => fault.TryTake(request))?.Fault;
    }

    /// <summary>The answer; <see langword="null"/> where it was given already.</summary>
    private async Task<ApiAnswer?> AnswerAsync(HttpContext context, TestRequest request, Fault? fault)
    {
        if (Exports.Answer(request.Path, context.Request.Headers) is { } exported)
            return exported;

        var token = context.Request.Headers.Authorization.ToString();
        if (!token.StartsWith("Bearer ", StringComparison.Ordinal) || !Users.TryGetValue(token[7..], out var user))
            return ApiAnswer.Status(401, "Unauthorized", "Unauthorized");

        using var reader = new StreamReader(context.Request.Body);
        // What is there to the last byte is done, whether somebody waits for the answer or not.
        var body = await reader.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        var accept = AggregatesDiscovery ? context.Request.Headers.Accept.ToString() : null;
        if (request.Method == "GET" && DiscoveryApi.Answer(request.Path, Types, accept, StaleGroups) is { } discovery)
            return discovery;
        if (request is { Method: "POST", Path: AccessReviewApi.Path })
            return AccessReviewApi.Answer(user, body);
        if (ApiPath.Parse(request.Path) is not { Plural: not null } path)
            return ApiAnswer.PageNotFound;
        if (ExecApi.Handles(path))
            return await Exec.AnswerAsync(context, user, path, fault).ConfigureAwait(false);

        var verb = path.VerbOf(request.Method);
        if (user.Refuse(verb, path) is { } refusal)
            return refusal;
        if (path.Group == GuestApi.Group)
            return await Guests.AnswerAsync(request.Method, path, body, context.RequestAborted).ConfigureAwait(false);

        return AnswerOfObjects(context, path, verb, body);
    }

    private ApiAnswer AnswerOfObjects(HttpContext context, ApiPath path, string verb, string body)
    {
        var type = Types.Find(type =>
            type.Kind.Group == path.Group && type.Version == path.Version && type.Plural == path.Plural
        );
        if (type is null || path.Subresource is not (null or "status"))
            return ApiAnswer.PageNotFound;

        if (type.Kind == Kinds.VirtualMachineInstance)
            Guests.Poll(path.Name);
        Exports.Poll();
        Controllers();
        var request = context.Request;
        var answer = _objects.Answer(verb, type, path, request.Query, request.ContentType ?? "", body);
        return verb == "list" ? MetadataForm.Of(answer, request.Headers.Accept.ToString()) : answer;
    }
}
