using k8s;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>What every way of freezing guests over a real connection must do.</summary>
public abstract class GuestFreezerTests
{
    private protected static readonly ResourceId Guest = new(Kinds.VirtualMachineInstance, "shop", "vm-0000");

    /// <summary>How many PUTs a guest takes from its freeze to its thaw.</summary>
    protected abstract int PutsOfGuest { get; }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_freezes_works_and_thaws()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(3));
        using var client = server.CreateClient();
        var guests = Enumerable
            .Range(0, 3)
            .Select(i => new ResourceId(Kinds.VirtualMachineInstance, "shop", $"vm-{i:0000}"))
            .ToList();
        await using var session = await FreezeSession.StartAsync(Freezer(client), guests, cancellationToken: Token);
        guests.ShouldAllBe(guest => server.Guest(guest).IsFrozen);
        (await session.ThawAsync()).ShouldAllBe(verdict => verdict.Consistency == Consistency.FilesystemConsistent);
        guests.ShouldAllBe(guest => !server.Guest(guest).IsFrozen);
        server.Requests.Count(request => request.Method == "PUT").ShouldBe(guests.Count * PutsOfGuest);
    }

    [Fact]
    public async Task The_timeout_reaches_the_guest()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make(1));
        using var client = server.CreateClient();
        await Freezer(client).FreezeAsync(Guest, TimeSpan.FromSeconds(90), Token);
        var now = DateTimeOffset.UtcNow;
        server.Guest(Guest).Record.IsFrozen(now.AddSeconds(85)).ShouldBeTrue();
        server.Guest(Guest).Record.IsFrozen(now.AddSeconds(91)).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() =>
            Freezer(client).FreezeAsync(Guest, TimeSpan.FromMilliseconds(999), Token).AsTask()
        );
    }

    private protected abstract IGuestFreezer Freezer(IKubernetes client);
}
