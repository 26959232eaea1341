using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Guests;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class MachineSubresourcesTests
{
    private static readonly ResourceId Guest = new(Kinds.VirtualMachineInstance, "shop", "db");
    private static readonly ResourceId Machine = new(Kinds.VirtualMachine, "shop", "db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_words_of_the_agent_are_read_and_whether_it_may_freeze()
    {
        await using var server = await TestCluster.StartAsync();
        server.Api.Guests.SubresourceAnswers["virtualmachineinstances/db/guestosinfo"] = _ => new ApiAnswer(
            200,
            """
            {"guestAgentVersion":"9.1","hostname":"db.shop","timezone":"UTC, 0","os":{"id":"fedora","prettyName":"Fedora 42","kernelRelease":"6.1"},
             "supportedCommands":[{"name":"guest-ping","enabled":true},{"name":"guest-fsfreeze-freeze"},{"name":"guest-fsfreeze-thaw","enabled":true}]}
            """
        );
        using var client = server.CreateClient();
        var info = (await new MachineSubresources(client, Quick).ReadGuestInfoAsync(Guest, Token)).ShouldNotBeNull();
        (
            info.AgentVersion,
            info.Hostname,
            info.Timezone,
            info.OsId,
            info.OsPrettyName,
            info.KernelRelease,
            info.CanFreeze
        ).ShouldBe(("9.1", "db.shop", "UTC, 0", "fedora", "Fedora 42", "6.1", false));
        info.DisabledCommands.ShouldBe(["guest-fsfreeze-freeze"]);
        server.Api.Guests.SubresourceAnswers["virtualmachineinstances/db/guestosinfo"] = _ => new ApiAnswer(
            200,
            """{"guestAgentVersion":"9.1"}"""
        );
        (await new MachineSubresources(client, Quick).ReadGuestInfoAsync(Guest, Token))!.CanFreeze.ShouldBeNull();
    }

    [Fact]
    public async Task File_systems_are_read()
    {
        await using var server = await TestCluster.StartAsync();
        server.Api.Guests.SubresourceAnswers["virtualmachineinstances/db/filesystemlist"] = _ => new ApiAnswer(
            200,
            """
            {"items":[{"diskName":"vda1","mountPoint":"/","fileSystemType":"ext4","usedBytes":5000000000,"totalBytes":9000000000,"disk":[{"serial":"abc","busType":"virtio"},{"busType":"virtio"}]}]}
            """
        );
        using var client = server.CreateClient();
        var found = (
            await new MachineSubresources(client, Quick).ListFileSystemsAsync(Guest, Token)
        ).ShouldHaveSingleItem();
        (found.Name, found.MountPoint, found.Type, found.UsedBytes, found.TotalBytes).ShouldBe(
            ("vda1", "/", "ext4", 5_000_000_000, 9_000_000_000)
        );
        found.Serials.ShouldBe(["abc"]);
    }

    [Fact]
    public async Task A_guest_that_is_absent_or_tells_nothing_is_no_error()
    {
        await using var server = await TestCluster.StartAsync();
        var answer = ApiAnswer.Conflict("virtualmachineinstance", "db", "VMI does not have guest agent connected");
        server.Api.Guests.SubresourceAnswers["virtualmachineinstances/db/guestosinfo"] = _ => answer;
        server.Api.Guests.SubresourceAnswers["virtualmachineinstances/db/filesystemlist"] = _ => answer;
        using var client = server.CreateClient();
        var machines = new MachineSubresources(client, Quick);
        (await machines.ReadGuestInfoAsync(Guest, Token)).ShouldBeNull();
        (await machines.ListFileSystemsAsync(Guest, Token)).ShouldBeEmpty();
        (await machines.ReadGuestInfoAsync(new ResourceId(Guest.Kind, "shop", "nobody"), Token)).ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => machines.ReadGuestInfoAsync(Machine, Token));
    }

    [Fact]
    public async Task The_object_graph_is_asked_for_by_a_body_and_compared_with_ours()
    {
        await using var server = await TestCluster.StartAsync();
        var asked = new List<string>();
        server.Api.Guests.SubresourceAnswers["virtualmachines/db/objectgraph"] = body =>
        {
            asked.Add(body);
            return new ApiAnswer(
                200,
                File.ReadAllText(
                    Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "ObjectGraph", "db.json")
                )
            );
        };
        using var client = server.CreateClient();
        var theirs = await new MachineSubresources(client, Quick).ReadObjectGraphAsync(Machine, false, Token);
        asked.Select(body => JsonNode.Parse(body)!.ToJsonString()).ShouldBe(["""{"includeOptionalNodes":false}"""]);
        ObjectGraphComparison
            .Between(BackupPlanner.Plan(Repository.SampleManifests).Graph, theirs)
            .OnlyTheirs.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_graph_that_KubeVirt_does_not_give_is_an_error_with_its_words_at_once()
    {
        await using var server = await TestCluster.StartAsync();
        server.Api.Guests.SubresourceAnswers["virtualmachines/db/objectgraph"] = _ =>
            ApiAnswer.Status(400, "BadRequest", "ObjectGraph feature gate not enabled: Unable to return object graph.");
        server.Api.Guests.SubresourceAnswers["virtualmachineinstances/db/objectgraph"] = _ =>
            ApiAnswer.Internal("failed to get backend volume");
        using var client = server.CreateClient();
        var machines = new MachineSubresources(client, Quick);
        (
            await Should.ThrowAsync<ClusterException>(() =>
                machines.ReadObjectGraphAsync(Machine, cancellationToken: Token)
            )
        ).Message.ShouldContain("feature gate not enabled");
        (
            await Should.ThrowAsync<ClusterException>(() =>
                machines.ReadObjectGraphAsync(Guest, cancellationToken: Token)
            )
        ).Message.ShouldContain("failed to get backend volume");
        server.Requests.Count.ShouldBe(2);
        server.Api.Guests.SubresourceAnswers["virtualmachines/db/objectgraph"] = _ => new ApiAnswer(200, "[]");
        (
            await Should.ThrowAsync<ClusterException>(() =>
                machines.ReadObjectGraphAsync(Machine, cancellationToken: Token)
            )
        ).Message.ShouldContain("no object graph");
    }
}
