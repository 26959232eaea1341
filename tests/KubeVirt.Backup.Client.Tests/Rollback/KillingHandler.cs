namespace KubeVirt.Backup.Client;

/// <summary>A process that is killed at one of its writes: nothing of it reaches the server from then on.</summary>
/// <param name="write">At which write, from 1; none where it is 0.</param>
/// <param name="isAfter">Whether the write had its effect.</param>
internal sealed class KillingHandler(int write, bool isAfter) : DelegatingHandler
{
    private int _writes;

    public bool IsDead { get; private set; }

    /// <summary>Dies now.</summary>
    public void Kill()
    {
        IsDead = true;
        throw new KilledException();
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (IsDead)
            throw new KilledException();
        if (request.Method == HttpMethod.Get || ++_writes != write)
            return await base.SendAsync(request, cancellationToken);

        IsDead = true;
        if (isAfter)
            (await base.SendAsync(request, cancellationToken)).Dispose();
        throw new KilledException();
    }

    public sealed class KilledException : Exception;
}
