namespace KubeVirt.Backup.Client;

/// <summary>
/// Lets the requests of several clients through one at a time, in the order of a schedule. Each client has one request at
/// once, so all of them either wait here or have ended when the next one goes on.
/// </summary>
internal sealed class RequestGate(Schedule schedule)
{
    private readonly Lock _lock = new();
    private readonly List<(string Client, string Request, TaskCompletionSource Opened)> _waiting = [];
    private readonly List<string> _done = [];
    private TaskCompletionSource _changed = new();

    /// <summary>What was let through.</summary>
    public string Story => string.Join(", ", _done);

    /// <summary>What a client sends its requests through.</summary>
    public DelegatingHandler HandlerOf(string client) => new Handler(this, client);

    /// <summary>Runs clients to their ends.</summary>
    public async Task RunAsync(params IReadOnlyList<Task> clients)
    {
        foreach (var client in clients)
            _ = client.ContinueWith(_ => Change(), TaskScheduler.Default);
        while (true)
        {
            var changed = Changed;
            var going = clients.Count(client => !client.IsCompleted);
            if (going == 0)
                break;
            if (TakeNext(going) is { } next)
                next.SetResult();
            else
                await changed.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await Task.WhenAll(clients);
    }

    private Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>The next request, once each client that goes on has one.</summary>
    private TaskCompletionSource? TakeNext(int going)
    {
        lock (_lock)
        {
            if (_waiting.Count < going)
                return null;

            // Whoever went on last goes on, unless the schedule says otherwise.
            var inOrder = _waiting.OrderByDescending(one => _done.LastOrDefault()?.StartsWith(one.Client) == true);
            var ordered = inOrder.ThenBy(one => one.Client, StringComparer.Ordinal).ToList();
            var next = ordered[schedule.Choose(ordered.Count)];
            _waiting.Remove(next);
            _done.Add($"{next.Client} {next.Request}");

            return next.Opened;
        }
    }

    private Task EnterAsync(string client, string request)
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _waiting.Add((client, request, opened));
        Change();

        return opened.Task;
    }

    private void Change()
    {
        TaskCompletionSource changed;
        lock (_lock)
            (changed, _changed) = (_changed, new TaskCompletionSource());
        changed.TrySetResult();
    }

    private sealed class Handler(RequestGate gate, string client) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            await gate.EnterAsync(client, $"{request.Method} {request.RequestUri!.AbsolutePath}");

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
