using k8s;
using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>Our own freezers hold the contract of freezers, and whoever breaks a law of it is caught.</summary>
public class GuestFreezerContractTests
{
    private static readonly TestMachine Machine = TestMachines.Create("db", "shop").WithClaim("root").Running();

    private static readonly ClusterOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1) };

    /// <summary>A law, and a freezer that breaks it.</summary>
    private static readonly Dictionary<string, Func<FaultyFreezer, FaultyFreezer>> Broken = new(StringComparer.Ordinal)
    {
        ["The status of a guest tells what it is"] = faulty =>
            faulty with
            {
                Status = status => status with { Uid = "" },
            },
        ["A thaw of a guest that is not frozen is no error"] = faulty => faulty with { RefusesThawOfThawed = true },
        ["A freeze shows in the status"] = faulty =>
            faulty with
            {
                Status = status => status with { IsFrozen = false },
            },
        ["A thaw ends a freeze"] = faulty => faulty with { Thaws = false },
        ["One thaw ends two freezes"] = faulty => faulty with { CountsFreezes = true },
        ["The timer thaws"] = faulty => faulty with { Timeout = TimeSpan.FromDays(1) },
        ["A guest that is not there has no status"] = faulty => faulty with { InventsGuests = true },
        ["A guest that is not there is not frozen"] = faulty => faulty with { FreezesAnybody = true },
        ["A guest that is not there needs no thaw"] = faulty => faulty with { RefusesThawOfAbsent = true },
        ["A machine that is not there has no status"] = faulty => faulty with { InventsGuests = true },
        ["A cancelled token ends every call"] = faulty => faulty with { IgnoresToken = true },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> LawNames => [.. FreezerLaws.All.Select(law => law.Name)];

    [Fact]
    public async Task Guests_in_memory_hold_it()
    {
        var time = new FakeTimeProvider();
        var guests = new InMemoryGuests(Machine.Resources, time);
        await time.RunAsync(() => GuestFreezerContract.VerifyAsync(guests, Machine.Guest, time, Token));
        guests.IsFrozen(Machine.Guest).ShouldBeFalse();
    }

    [Fact]
    public Task The_API_of_KubeVirt_holds_it() => VerifyAsync(client => new KubernetesGuestFreezer(client, Quick));

    [Fact]
    public Task Commands_in_pods_hold_it() => VerifyAsync(client => new ExecGuestFreezer(client, Quick));

    [Theory]
    [MemberData(nameof(LawNames))]
    public async Task Who_breaks_a_law_is_caught(string law)
    {
        var time = new FakeTimeProvider();
        var guests = new InMemoryGuests(Machine.Resources, time);
        var freezer = Broken[law](new FaultyFreezer(guests));
        var broken = await time.RunAsync(() =>
            Should.ThrowAsync<ContractException>(() =>
                GuestFreezerContract.VerifyAsync(freezer, Machine.Guest, time, Token)
            )
        );
        broken.Breaches.Select(breach => breach.Law).ShouldContain(law, broken.Message);
    }

    [Fact]
    public async Task What_is_no_guest_is_not_tried()
    {
        var guests = new InMemoryGuests(Machine.Resources);
        await Should.ThrowAsync<ArgumentException>(() =>
            GuestFreezerContract.VerifyAsync(guests, Machine.Id, cancellationToken: Token)
        );
    }

    /// <summary>Over a real connection, to a server whose guests follow a clock that runs ahead.</summary>
    private static async Task VerifyAsync(Func<IKubernetes, IGuestFreezer> freezer)
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        await using var server = await TestCluster.StartAsync(
            TestMachines.Examples.Concat(Machine.Resources).DistinctBy(o => o.Id),
            time
        );
        using var client = server.CreateClient();
        using var passes = new Timer(_ => time.Advance(TimeSpan.FromSeconds(1)), null, 10, 10);
        await GuestFreezerContract.VerifyAsync(freezer(client), Machine.Guest, time, Token);
        server.Guest(Machine.Guest).IsFrozen.ShouldBeFalse();
    }
}
