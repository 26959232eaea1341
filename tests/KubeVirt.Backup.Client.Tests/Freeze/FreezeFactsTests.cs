using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Which doubt decides where several hold, and what it names.</summary>
public class FreezeFactsTests
{
    private static readonly ResourceId Guest = ResourceId.Parse("VirtualMachineInstance.kubevirt.io/ns/a");

    private static readonly GuestStatus Before = new()
    {
        Uid = "u",
        Phase = "Running",
        IsWindows = false,
        ActivePods = ["p"],
        Claims = [Claim("root")],
    };

    // From the last to the first: each is told before those above it.
    [Theory]
    [InlineData(0, "The guest's status said before the thaw that it was not frozen")]
    [InlineData(1, "The freeze ended by itself after 60 s, before the work was done in 61.000 s.")]
    [InlineData(2, "The guest was migrated meanwhile.")]
    [InlineData(3, "PersistentVolumeClaim/ns/data was attached to the guest meanwhile.")]
    [InlineData(4, "PersistentVolumeClaim/ns/root was attached to the guest after the guest was planned. Plan again.")]
    [InlineData(5, "It was thawed early.")]
    public void The_first_doubt_decides(int doubts, string expected)
    {
        var after = Before with
        {
            ActivePods = doubts >= 2 ? ["q"] : ["p"],
            Claims = doubts >= 3 ? [Claim("root"), Claim("data")] : [Claim("root")],
        };
        var facts = Facts(after) with
        {
            Evidence = Evidence(held: doubts >= 1 ? 61 : 4) with { StatusFrozen = false },
            IsStatusCurrent = true,
            Planned = new PlannedGuest(Guest) { Attached = doubts >= 4 ? [] : [Claim("root")] },
            WhyEarly = doubts >= 5 ? "It was thawed early." : null,
        };

        var verdict = facts.Judge(Guest);

        verdict.Consistency.ShouldBe(Consistency.CrashConsistent);
        verdict.Reason.ShouldStartWith(expected);
    }

    [Theory]
    [InlineData("root", "root b a", "PersistentVolumeClaim/ns/a was attached to the guest meanwhile.")]
    [InlineData("root d c", "root", "PersistentVolumeClaim/ns/c was detached from the guest meanwhile.")]
    public void Of_several_claims_the_first_by_name_is_told(string before, string after, string expected) =>
        Facts(Before with { Claims = Claims(after) }, Before with { Claims = Claims(before) })
            .Judge(Guest)
            .Reason.ShouldBe(expected);

    [Theory]
    [InlineData("p q", "q p", Consistency.FilesystemConsistent)]
    [InlineData("p q", "p", Consistency.CrashConsistent)]
    public void Pods_are_compared_in_any_order(string before, string after, Consistency expected) =>
        Facts(Before with { ActivePods = after.Split(' ') }, Before with { ActivePods = before.Split(' ') })
            .Judge(Guest)
            .Consistency.ShouldBe(expected);

    [Theory]
    [InlineData(null, "The freeze may have ended by itself, as the guest's agent reports no operating system")]
    [InlineData(true, "The freeze ended by itself after 60 s")]
    [InlineData(false, "The freeze ended by itself after 60 s")]
    public void A_timer_is_told_as_what_is_known_of_it(bool? isWindows, string expected)
    {
        var before = Before with { IsWindows = isWindows };
        var facts = Facts(before, before) with { Evidence = Evidence(held: 60) };

        facts.Judge(Guest).Reason.ShouldStartWith(expected);
    }

    private static FreezeFacts Facts(GuestStatus after, GuestStatus? before = null) =>
        new(before ?? Before, new StatusRead(true, after), Evidence(held: 4));

    private static FreezeEvidence Evidence(int held) =>
        new()
        {
            Uid = "u",
            From = DateTimeOffset.UnixEpoch,
            To = DateTimeOffset.UnixEpoch.AddSeconds(held),
            Held = TimeSpan.FromSeconds(held),
            Budget = TimeSpan.FromSeconds(60),
            StatusFrozen = null,
            IsConfirmed = false,
        };

    private static ResourceId[] Claims(string names) => [.. names.Split(' ').Select(Claim)];

    private static ResourceId Claim(string name) => ResourceId.Parse($"PersistentVolumeClaim/ns/{name}");
}
