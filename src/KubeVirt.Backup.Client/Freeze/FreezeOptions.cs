namespace KubeVirt.Backup.Client.Freeze;

/// <summary>How guests are frozen and thawed, and what their verdicts may claim.</summary>
/// <example>
/// <code language="csharp">
/// // A guest without an agent fails the backup, one that boots is waited for.
/// var options = new FreezeOptions
/// {
///     Timeout = TimeSpan.FromMinutes(2),
///     Actions = new Dictionary&lt;GuestState, GuestAction&gt;
///     {
///         [GuestState.NoAgent] = GuestAction.Fail,
///         [GuestState.Booting] = GuestAction.Wait,
///     },
/// };
/// await using var session = await FreezeSession.StartAsync(
///     new KubernetesGuestFreezer(client),
///     plan.Freeze,
///     options,
///     cancellationToken: cancellationToken
/// );
/// </code>
/// </example>
public sealed record FreezeOptions
{
    // Timers run no longer than seven weeks.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>
    /// After which time the server thaws a guest by itself. Default: 5 minutes. At least 1 second: KubeVirt takes less
    /// for "never".
    /// </summary>
    /// <remarks>Source: KubeVirt pkg/virt-handler/rest/lifecycle.go, which cuts the timeout to whole seconds.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is under a second, over what an int holds, or not whole seconds: the server would thaw earlier than
    /// the session believes, or never.
    /// </exception>
    public TimeSpan Timeout
    {
        get;
        init
        {
            field = OptionRange.Within(TimeSpan.FromSeconds(1), value, MaxTimeout);
            if (value.Ticks % TimeSpan.TicksPerSecond != 0)
                throw new ArgumentOutOfRangeException(nameof(Timeout), value, "The timeout is not whole seconds.");
        }
    } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// For how long a freeze of Windows can be vouched for, and of a guest whose agent reports no operating system.
    /// Default: 10 seconds, after which VSS ends it. Raise it to the timeout where no guest is Windows.
    /// </summary>
    /// <remarks>Source: KubeVirt pkg/storage/snapshot/source.go, VSSFreezeLimitReached.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan WindowsBudget
    {
        get;
        init => field = OptionRange.Within(TimeSpan.Zero, value, TimeSpan.MaxValue);
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a guest is held at most: then it is thawed though the work goes on, and the verdict states that.
    /// Default: 1 minute. The server's timer comes first where it is shorter; that is for a process that cannot thaw
    /// any more.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 49 days.</exception>
    public TimeSpan MaxHold
    {
        get;
        init => field = OptionRange.Within(TimeSpan.FromTicks(1), value, MaxTimer);
    } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What to do with guests in a state in which they are not frozen, <see cref="GuestState.Unknown"/> and
    /// <see cref="GuestState.FreezeFailed"/> among them. Default: skip them.
    /// </summary>
    public IReadOnlyDictionary<GuestState, GuestAction> Actions { get; init; } =
        new Dictionary<GuestState, GuestAction>();

    /// <summary>
    /// How long to wait for guests at most, where <see cref="Actions"/> says so; a read that is under way then is cut
    /// off, and what the one before gave counts. Default: 30 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or longer than 49 days.</exception>
    public TimeSpan WaitLimit
    {
        get;
        init => field = OptionRange.Within(TimeSpan.Zero, value, MaxTimer);
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one request may take. Default: 15 seconds; KubeVirt answers within 10. No two guests are frozen further
    /// apart.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 49 days.</exception>
    public TimeSpan RequestTimeout
    {
        get;
        init => field = OptionRange.Within(TimeSpan.FromTicks(1), value, MaxTimer);
    } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// For how long after a freeze without a clear answer the guest may freeze yet, and is thawed again and again.
    /// Default: 1 minute.
    /// </summary>
    /// <remarks>
    /// Source: KubeVirt pkg/virt-handler/cmd-client/client.go, which gives the launcher 60 seconds, while virt-api
    /// gives up after 10.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or longer than 49 days.</exception>
    public TimeSpan LateFreeze
    {
        get;
        init => field = OptionRange.Within(TimeSpan.Zero, value, MaxTimer);
    } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long to wait after the first try to thaw that failed, twice as long after each further one up to 5 seconds,
    /// and between two reads of guests that are waited for. Default: 1 second. Thaws are tried until
    /// <see cref="Timeout"/> and <see cref="LateFreeze"/> are over, when the server has thawed by itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is not positive, so that the server would be asked without a pause, or longer than 49 days.
    /// </exception>
    public TimeSpan ThawDelay
    {
        get;
        init => field = OptionRange.Within(TimeSpan.FromTicks(1), value, MaxTimer);
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether to hold guests for <see cref="StatusLag"/> longer, until their own status proves that they were frozen
    /// to the end, and to claim nothing that it does not prove. A freeze that ends sooner is thawed at once and is
    /// crash-consistent: always so for Windows, whose budget is no longer than the lag. Default:
    /// <see langword="false"/>, which takes for granted that nobody else freezes or thaws them, and that they do not
    /// restart inside; the verdict states that.
    /// </summary>
    public bool ConfirmByStatus { get; init; }

    /// <summary>How old a polled status can be. Default: 10 seconds; KubeVirt polls every 5.</summary>
    /// <remarks>
    /// Source: KubeVirt cmd/virt-launcher/virt-launcher.go, flag <c>--qemu-fsfreeze-status-interval</c>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or longer than 49 days.</exception>
    public TimeSpan StatusLag
    {
        get;
        init => field = OptionRange.Within(TimeSpan.Zero, value, MaxTimer);
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether to thaw when the process exits, or ends by an exception, before the session has ended. Default: yes. A
    /// process that is killed leaves it to the server's timeout.
    /// </summary>
    public bool ThawOnExit { get; init; } = true;
}
