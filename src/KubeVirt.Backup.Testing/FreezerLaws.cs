using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Testing;

/// <summary>What a freezer does with a guest. Each law begins and ends with one that is thawed.</summary>
internal static class FreezerLaws
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Law<FreezerTrial>> All { get; } =
    [
        new(
            "The status of a guest tells what it is",
            "Read uid and phase, and whether the agent is connected.",
            StatusAsync
        ),
        new("A thaw of a guest that is not frozen is no error", "Leave a thawed guest as it is.", ThawedAsync),
        new("A freeze shows in the status", "Set IsFrozen, by fsFreezeStatus of the instance.", FreezeAsync),
        new("A thaw ends a freeze", "Thaw the guest itself, and return when it is done.", ThawAsync),
        new(
            "One thaw ends two freezes",
            "Count no freezes: one that is frozen already stays so, or is refused.",
            TwiceAsync
        ),
        new("The timer thaws", "Pass the timeout on, so that a guest thaws where its backup died.", TimerAsync),
        new("A guest that is not there has no status", "Answer null, not an exception.", AbsentStatusAsync),
        new(
            "A guest that is not there is not frozen",
            "Throw FreezeRefusedException, which says for certain that nothing is frozen.",
            AbsentFreezeAsync
        ),
        new("A guest that is not there needs no thaw", "Return: there is nothing to do.", AbsentThawAsync),
        new(
            "A machine that is not there has no status",
            "Answer null, or throw IOException where machines are not read.",
            AbsentMachineAsync
        ),
        new(
            "A cancelled token ends every call",
            "Pass the token on, and throw OperationCanceledException.",
            CancelledAsync
        ),
    ];

    private static async Task<string?> StatusAsync(FreezerTrial trial, CancellationToken token)
    {
        var status = await trial.Freezer.GetStatusAsync(trial.Guest, token).ConfigureAwait(false);

        return status switch
        {
            null => $"{trial.Guest} has no status. Try the contract on a guest that runs.",
            { Uid: "" } => $"The status of {trial.Guest} has no uid, so that another guest of its name looks the same.",
            { Phase: not "Running" } => $"{trial.Guest} is in phase '{status.Phase}', not Running.",
            { HasAgent: false } => $"{trial.Guest} has no guest agent, without which none can be frozen.",
            { IsFrozen: true } => $"{trial.Guest} is frozen before anybody froze it.",
            _ => null,
        };
    }

    private static async Task<string?> ThawedAsync(FreezerTrial trial, CancellationToken token)
    {
        await trial.Freezer.UnfreezeAsync(trial.Guest, token).ConfigureAwait(false);

        return await trial.ShowsAsync(frozen: false, token).ConfigureAwait(false) ? null : "It is frozen now.";
    }

    private static Task<string?> FreezeAsync(FreezerTrial trial, CancellationToken token) =>
        FrozenAsync(
            trial,
            async () =>
                await trial.ShowsAsync(frozen: true, token).ConfigureAwait(false)
                    ? null
                    : "FreezeAsync came back, and the status never said that the guest is frozen.",
            token
        );

    private static Task<string?> ThawAsync(FreezerTrial trial, CancellationToken token) =>
        FrozenAsync(
            trial,
            async () =>
            {
                await trial.ShowsAsync(frozen: true, token).ConfigureAwait(false);
                await trial.Freezer.UnfreezeAsync(trial.Guest, token).ConfigureAwait(false);

                return await trial.ShowsAsync(frozen: false, token).ConfigureAwait(false)
                    ? null
                    : "UnfreezeAsync came back, and the status says that the guest is frozen still.";
            },
            token
        );

    private static Task<string?> TwiceAsync(FreezerTrial trial, CancellationToken token) =>
        FrozenAsync(
            trial,
            async () =>
            {
                var second = await FreezerTrial
                    .CatchAsync(() => trial.Freezer.FreezeAsync(trial.Guest, FreezerTrial.Long, token))
                    .ConfigureAwait(false);
                if (second is not (null or FreezeRefusedException))
                    return $"The second freeze threw {second.GetType().Name}: {second.Message}";

                await trial.Freezer.UnfreezeAsync(trial.Guest, token).ConfigureAwait(false);
                return await trial.ShowsAsync(frozen: false, token).ConfigureAwait(false)
                    ? null
                    : "After two freezes and one thaw the guest is frozen still.";
            },
            token
        );

    private static async Task<string?> TimerAsync(FreezerTrial trial, CancellationToken token)
    {
        await trial.Freezer.FreezeAsync(trial.Guest, FreezerTrial.Short, token).ConfigureAwait(false);
        // What the status said before the freeze is not what the timer did.
        await Task.Delay(FreezerTrial.Short, trial.Time, token).ConfigureAwait(false);
        var thawed = await trial.ShowsAsync(frozen: false, token).ConfigureAwait(false);
        await trial.RescueAsync().ConfigureAwait(false);

        return thawed ? null : $"Frozen for {FreezerTrial.Short.TotalSeconds} s, the guest did not thaw by itself.";
    }

    private static async Task<string?> AbsentStatusAsync(FreezerTrial trial, CancellationToken token)
    {
        var status = await trial.Freezer.GetStatusAsync(trial.Absent, token).ConfigureAwait(false);

        return status is null ? null : $"{trial.Absent} is {status}.";
    }

    private static async Task<string?> AbsentFreezeAsync(FreezerTrial trial, CancellationToken token)
    {
        var thrown = await FreezerTrial
            .CatchAsync(() => trial.Freezer.FreezeAsync(trial.Absent, FreezerTrial.Long, token))
            .ConfigureAwait(false);

        return thrown switch
        {
            FreezeRefusedException => null,
            null => $"The freeze of {trial.Absent} came back as if it were frozen.",
            _ => $"The freeze of {trial.Absent} threw {thrown.GetType().Name}: {thrown.Message}",
        };
    }

    private static async Task<string?> AbsentThawAsync(FreezerTrial trial, CancellationToken token)
    {
        await trial.Freezer.UnfreezeAsync(trial.Absent, token).ConfigureAwait(false);

        return null;
    }

    private static async Task<string?> AbsentMachineAsync(FreezerTrial trial, CancellationToken token)
    {
        var machine = trial.Absent.WithKind(Kinds.VirtualMachine);
        try
        {
            var status = await trial.Freezer.GetMachineAsync(machine, token).ConfigureAwait(false);
            return status is null ? null : $"{machine} is {status}.";
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<string?> CancelledAsync(FreezerTrial trial, CancellationToken token)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(token);
        await cancelled.CancelAsync().ConfigureAwait(false);
        (string Name, Func<ValueTask> Call)[] calls =
        [
            ("GetStatusAsync", async () =>
                await trial.Freezer.GetStatusAsync(trial.Guest, cancelled.Token).ConfigureAwait(false)
            ),
            ("FreezeAsync", () => trial.Freezer.FreezeAsync(trial.Guest, FreezerTrial.Long, cancelled.Token)),
            ("UnfreezeAsync", () => trial.Freezer.UnfreezeAsync(trial.Guest, cancelled.Token)),
        ];
        foreach (var (name, call) in calls)
        {
            var thrown = await FreezerTrial.CatchAsync(call).ConfigureAwait(false);
            if (thrown is OperationCanceledException)
                continue;

            var came = thrown is null ? "came back" : $"threw {thrown.GetType().Name}: {thrown.Message}";
            return $"{name} with a cancelled token {came}.";
        }

        return null;
    }

    /// <summary>Does something with a guest that is frozen, and thaws it whatever comes of it.</summary>
    private static async Task<string?> FrozenAsync(
        FreezerTrial trial,
        Func<Task<string?>> work,
        CancellationToken token
    )
    {
        try
        {
            await trial.Freezer.FreezeAsync(trial.Guest, FreezerTrial.Long, token).ConfigureAwait(false);
            return await work().ConfigureAwait(false);
        }
        finally
        {
            await trial.RescueAsync().ConfigureAwait(false);
        }
    }
}
