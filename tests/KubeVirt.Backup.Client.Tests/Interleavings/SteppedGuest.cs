using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Client;

/// <summary>
/// A guest and all that happens around it, one step after the other in the order of a schedule: requests that arrive,
/// answers, what callers do, and time that passes.
/// </summary>
/// <remarks>
/// All of it runs on one thread, but for two things that the runtime continues elsewhere: a wait that is cancelled, and
/// all but the first of several who wait for one task. These are waited for before the next step.
/// </remarks>
internal sealed class SteppedGuest
{
    public static readonly ResourceId Id = ResourceId.Parse("VirtualMachineInstance.kubevirt.io/shop/db");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Schedule _schedule;
    private readonly TimeSpan _underway;
    private readonly Lock _lock = new();
    private readonly List<Step> _steps = [];
    private readonly List<string> _done = [];
    private int _leaps;

    /// <param name="schedule">The order.</param>
    /// <param name="leaps">How often time may pass although steps wait, which are late then.</param>
    /// <param name="underway">How late a request arrives at most, whether or not somebody waits for it still.</param>
    public SteppedGuest(Schedule schedule, int leaps, TimeSpan underway)
    {
        _underway = underway;
        _schedule = schedule;
        _leaps = leaps;
        Model = new ModelGuest(Time) { IsWindows = false };
    }

    public SteppedTime Time { get; } = new();

    public ModelGuest Model { get; }

    /// <summary>What no session may do.</summary>
    public List<string> Offences { get; } = [];

    /// <summary>What was done, for whom a schedule fails.</summary>
    public string Story => string.Join(", ", _done);

    /// <summary>The calls of one session.</summary>
    public IGuestFreezer FreezerOf(string session) => new Calls(this, session);

    /// <summary>Something that happens at any time, or never.</summary>
    public void Offer(string name, Action happens) => Add(new Step(name, happens) { IsOptional = true });

    /// <summary>Something that must be done for the one who waits for it.</summary>
    public Task WaitAsync(string name) => CallAsync(name, () => true, null, CancellationToken.None);

    /// <summary>Takes steps until all work is done and nothing is under way.</summary>
    public void Run(params Task[] work)
    {
        while (Array.Exists(work, one => !one.IsCompleted) || Waiting().Exists(step => !step.IsOptional))
        {
            SpinWait.SpinUntil(() => ThreadPool.PendingWorkItemCount == 0);
            Thread.SpinWait(100);
            if (
                !SpinWait.SpinUntil(
                    () => Time.Due is not null || Waiting().Count > 0 || Array.TrueForAll(work, one => one.IsCompleted),
                    Patience
                )
            )
                throw new InvalidOperationException($"Nothing goes on any more: {Story}");
            TakeStep();
        }
    }

    private void TakeStep()
    {
        var waiting = Waiting();
        var mustGoOn = waiting.TrueForAll(step => step.IsOptional);
        var mayLeap = Time.Due is { } due && !waiting.Exists(step => step.Deadline < due);
        if (mayLeap && (mustGoOn || _leaps > 0))
            waiting.Insert(mustGoOn ? 0 : waiting.Count, new Step("time passes", Time.Advance) { IsOptional = true });
        if (waiting.Count == 0)
            return;

        var choice = _schedule.Choose(waiting.Count);
        var next = waiting[choice];
        if (!Remove(next) && !mustGoOn)
            _leaps--;
        if (!next.IsOptional)
            waiting.Take(choice).ToList().ForEach(step => step.IsDelayed = true);
        _done.Add(next.Name);
        next.Happens();
    }

    /// <summary>A request: it arrives and has its effect, and is answered where that is still waited for.</summary>
    private async Task<T> CallAsync<T>(string name, Func<T> effect, string? answer, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource<T>();
        await using var registration = cancellationToken
            .Register(() => answered.TrySetCanceled(cancellationToken))
            .ConfigureAwait(false);
        Add(new Step(name, Arrive) { Deadline = Time.GetUtcNow() + _underway });
        return await answered.Task.ConfigureAwait(false);

        void Arrive()
        {
            var result = effect();
            if (answer is null)
                answered.TrySetResult(result);
            else if (!answered.Task.IsCompleted)
                Add(new Step(answer, () => answered.TrySetResult(result)));
        }
    }

    private void Add(Step step)
    {
        lock (_lock)
            _steps.Add(step);
    }

    private bool Remove(Step step)
    {
        lock (_lock)
            return _steps.Remove(step);
    }

    /// <summary>What may go on, in the order in which it does unless a schedule says otherwise.</summary>
    private List<Step> Waiting()
    {
        lock (_lock)
            return [.. _steps.OrderBy(step => step.IsOptional).ThenBy(step => step.IsDelayed)];
    }

    private sealed class Step(string name, Action happens)
    {
        public string Name => name;

        public Action Happens => happens;

        public bool IsOptional { get; init; }

        /// <summary>Whether something that waited for less long went first: then all does that can go on.</summary>
        public bool IsDelayed { get; set; }

        public DateTimeOffset? Deadline { get; init; }
    }

    private sealed class Calls(SteppedGuest guest, string session) : IGuestFreezer
    {
        private int _thaws;

        public async ValueTask<GuestStatus?> GetStatusAsync(ResourceId id, CancellationToken cancellationToken) =>
            await guest
                .CallAsync($"{session} reads", guest.Model.Status, null, cancellationToken)
                .ConfigureAwait(false);

        public async ValueTask FreezeAsync(ResourceId id, TimeSpan timeout, CancellationToken cancellationToken) =>
            await guest
                .CallAsync(
                    $"{session} freezes",
                    () => Do(() => guest.Model.Freeze(timeout)),
                    $"{session} hears that it is frozen",
                    cancellationToken
                )
                .ConfigureAwait(false);

        public async ValueTask UnfreezeAsync(ResourceId id, CancellationToken cancellationToken)
        {
            if (_thaws++ > 0)
                guest.Offences.Add($"{session} asks for two thaws at once");
            try
            {
                await guest
                    .CallAsync(
                        $"{session} thaws",
                        () => Do(() => guest.Model.Record.Thaw(guest.Time.GetUtcNow())),
                        $"{session} hears that it is thawed",
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
            finally
            {
                _thaws--;
            }
        }

        private static bool Do(Action action)
        {
            action();
            return true;
        }
    }
}
