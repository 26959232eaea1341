namespace KubeVirt.Backup.Client;

/// <summary>A process that is killed at one of its requests: nothing of it reaches the server from then on.</summary>
/// <param name="request">At which request, from 1; none where it is 0.</param>
/// <param name="isAfter">Whether the request had its effect.</param>
internal sealed class RequestKiller(int request, bool isAfter) : DelegatingHandler
{
    private int _requests;

    public bool IsDead { get; private set; }

    /// <summary>Dies now.</summary>
    public void Kill() => IsDead = true;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage message,
        CancellationToken cancellationToken
    )
    {
        if (IsDead)
            throw new KillingHandler.KilledException();
        if (Interlocked.Increment(ref _requests) != request)
            return await base.SendAsync(message, cancellationToken);

        IsDead = true;
        if (isAfter)
            (await base.SendAsync(message, cancellationToken)).Dispose();
        throw new KillingHandler.KilledException();
    }
}
