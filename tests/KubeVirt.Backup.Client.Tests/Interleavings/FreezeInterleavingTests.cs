using KubeVirt.Backup.Client.Freeze;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Sessions on one guest in every order of what they ask, what they hear, and what befalls them.</summary>
[Collection(nameof(Interleavings))]
public class FreezeInterleavingTests
{
    // A minute of lateness takes many thaws, and so many turns; a third of it goes the same ways.
    private static readonly FreezeOptions Plain = new()
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxHold = TimeSpan.FromSeconds(20),
        RequestTimeout = TimeSpan.FromSeconds(4),
        LateFreeze = TimeSpan.FromSeconds(20),
        StatusLag = TimeSpan.FromSeconds(5),
        ThawOnExit = false,
    };

    private static readonly FreezeOptions Confirmed = Plain with { ConfirmByStatus = true };

    [Fact]
    public async Task Two_sessions_on_one_guest_leave_it_thawed_in_every_order()
    {
        var orders = await RunAllAsync(
            leaps: 0,
            int.MaxValue,
            guest => [new(guest, "A", Plain), new(guest, "B", Plain)],
            // Each takes for granted, and says, that nobody else thaws.
            isProven: false
        );
        orders.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Two_sessions_that_ask_the_status_claim_only_what_is_so_though_answers_are_late()
    {
        var orders = await RunAllAsync(leaps: 2, 3, guest => [new(guest, "A", Confirmed), new(guest, "B", Confirmed)]);
        orders.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task A_session_that_may_be_cancelled_thaws_whenever_that_is_and_whatever_is_late()
    {
        var orders = await RunAllAsync(leaps: 3, 4, guest => [new SteppedSession(guest, "A", Plain).OfferCancel()]);
        orders.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task A_session_whose_process_may_end_thaws_whenever_that_is_and_whatever_is_late()
    {
        var orders = await RunAllAsync(leaps: 3, 4, guest =>
            [new SteppedSession(guest, "A", Plain).OfferExit().OfferCancel()]
        );
        orders.ShouldBeGreaterThan(1000);
    }

    /// <summary>Runs sessions in all orders.</summary>
    /// <param name="leaps">How often time passes although something waits.</param>
    /// <param name="mostDeviations">How often the order of waiting is left.</param>
    /// <param name="make">The sessions.</param>
    /// <param name="isProven">Whether what is claimed is held against the record.</param>
    private static Task<int> RunAllAsync(
        int leaps,
        int mostDeviations,
        Func<SteppedGuest, IReadOnlyList<SteppedSession>> make,
        bool isProven = true
    ) =>
        Schedules.RunAllAsync(
            schedule =>
            {
                var guest = new SteppedGuest(schedule, leaps, Plain.LateFreeze - TimeSpan.FromSeconds(1));
                var sessions = make(guest);
                guest.Run([.. sessions.Select(session => session.RunAsync())]);

                List<string> wrong = [.. guest.Offences];
                if (isProven)
                    wrong.AddRange(sessions.SelectMany(session => session.Offences()));
                if (guest.Model.Record.IsFrozen(guest.Time.GetUtcNow()))
                    wrong.Add("the guest is left frozen");
                foreach (var session in sessions)
                    session.Dispose();

                return Task.FromResult<IReadOnlyList<string>>([.. wrong.Select(what => $"{what}\n    {guest.Story}")]);
            },
            mostDeviations
        );
}
