namespace KubeVirt.Backup.Client.Freeze;

/// <summary>The calls about one guest, each limited by <see cref="FreezeOptions.RequestTimeout"/>.</summary>
internal sealed class GuestCalls(ResourceId guest, IGuestFreezer freezer, FreezeOptions options, TimeProvider time)
{
    /// <summary>Freezes the guest.</summary>
    /// <exception cref="IOException">
    /// The freezer failed or did not answer in time; the guest may freeze all the same.
    /// </exception>
    public Task FreezeAsync(CancellationToken cancellationToken) =>
        LimitAsync(token => freezer.FreezeAsync(guest, options.Timeout, token), cancellationToken);

    /// <summary>
    /// Thaws the guest with one call, which nothing cancels: the guest would stay frozen.
    /// </summary>
    /// <returns>What went wrong; <see langword="null"/> where nothing did.</returns>
    public async Task<string?> TryUnfreezeAsync()
    {
        try
        {
            await LimitAsync(token => freezer.UnfreezeAsync(guest, token), CancellationToken.None)
                .ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            // Whatever a freezer throws, and be it that its own wait was cancelled, the guest is as frozen as before.
            return e.Message;
        }
    }

    /// <summary>Reads the guest's status. A freezer that fails or does not answer in time is a result, too.</summary>
    public async Task<StatusRead> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            GuestStatus? status = null;
            await LimitAsync(
                    async token => status = await freezer.GetStatusAsync(guest, token).ConfigureAwait(false),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return new StatusRead(true, status);
        }
        catch (Exception e) when (!IsCancellation(e, cancellationToken))
        {
            return new StatusRead(false, null, e.Message);
        }
    }

    /// <summary>Reads the guest's machine. One that cannot be read is a result, too.</summary>
    public async Task<MachineRead> ReadMachineAsync(CancellationToken cancellationToken)
    {
        try
        {
            MachineStatus? status = null;
            var machine = guest.WithKind(Kinds.VirtualMachine);
            await LimitAsync(
                    async token => status = await freezer.GetMachineAsync(machine, token).ConfigureAwait(false),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return new MachineRead(true, status);
        }
        catch (Exception e) when (!IsCancellation(e, cancellationToken))
        {
            return new MachineRead(false, null, e.Message);
        }
    }

    /// <summary>Reads the guest's status after the work, when no exception may keep the guest from its thaw.</summary>
    public async Task<StatusRead> ReadAfterWorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return default;
        }
    }

    /// <summary>
    /// Whether the caller gave up. Whatever else a freezer throws, and be it that a wait of its own was cancelled, is a
    /// failure of this guest alone.
    /// </summary>
    private static bool IsCancellation(Exception e, CancellationToken cancellationToken) =>
        e is OperationCanceledException && cancellationToken.IsCancellationRequested;

    private async Task LimitAsync(Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException(
                FormattableString.Invariant($"there was no answer within {options.RequestTimeout.TotalSeconds:0} s"),
                e
            );
        }
    }
}
