using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using KubeVirt.Backup.Testing.Server;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>When a volume or a machine counts as ready.</summary>
public partial class ApplyWaitTests
{
    [Fact]
    public async Task A_wait_ends_in_time_even_if_the_server_stalls()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestCluster.StartAsync();
        server.Controllers = () => Controllers.Finish(server, "Pending", "Succeeded");
        server.Break(
            new Fault(FaultKind.Stall)
            {
                Method = "GET",
                Path = "/storageclasses/",
                Times = int.MaxValue,
            }
        );
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick with { RequestTimeout = TimeSpan.FromHours(1) }, time);
        var applying = target.ApplyAsync(
            Copy,
            new ApplyOptions { Wait = new WaitOptions { Limit = TimeSpan.FromMinutes(2) } },
            Token
        );
        while (!applying.IsCompleted)
        {
            await Task.Delay(5, Token);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        (await applying).Findings.ShouldContain(finding =>
            finding.Id == FindingIds.NotReady
            && finding.Message.StartsWith(
                "The server did not report the object's state in time.",
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [InlineData("Pending", "WaitForFirstConsumer", "WaitForFirstConsumer", true)]
    [InlineData("Pending", "PendingPopulation", "WaitForFirstConsumer", true)]
    [InlineData("Pending", "Succeeded", "Immediate", false)]
    [InlineData("Bound", "ImportInProgress", "Immediate", false)]
    [InlineData("Lost", "Succeeded", "Immediate", false)]
    public async Task A_claim_that_waits_for_its_first_consumer_is_ready_enough(
        string claim,
        string volume,
        string binding,
        bool complete
    )
    {
        await using var server = await TestCluster.StartAsync(
            Copy.Resources.Where(resource => resource.Id.Kind == Kinds.PersistentVolumeClaim)
                .Select(resource => resource.StringAt("/spec/storageClassName"))
                .OfType<string>()
                .Distinct()
                .Select(name =>
                    Resource.Parse(
                        $$"""{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"{{name}}"},"volumeBindingMode":"{{binding}}"}"""
                    )
                )
        );
        server.Controllers = () => Controllers.Finish(server, claim, volume);
        using var client = server.CreateClient();
        var report = await new ClusterTarget(client, Quick).ApplyAsync(
            Copy,
            new ApplyOptions { Wait = Short with { Limit = TimeSpan.Zero } },
            Token
        );
        report.IsComplete.ShouldBe(complete, string.Join('\n', report.Findings));
        report.Findings.Any(finding => finding.Id == FindingIds.NotReady).ShouldBe(!complete);
        report
            .Objects.Where(applied => applied.Resource.Kind == Kinds.VirtualMachine)
            .ToDictionary(applied => applied.Resource.Name, applied => applied.Outcome)
            .ShouldBe(
                new Dictionary<string, ApplyOutcome>
                {
                    ["db"] = complete ? ApplyOutcome.Created : ApplyOutcome.NotReached,
                    ["reports"] = complete ? ApplyOutcome.Created : ApplyOutcome.NotReached,
                    ["win"] = complete ? ApplyOutcome.Created : ApplyOutcome.NotReached,
                    ["cache"] = ApplyOutcome.Created,
                },
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("Pending", false)]
    [InlineData("Bound", true)]
    public async Task The_claim_of_a_DataVolume_is_looked_at_even_if_the_archive_has_none(string phase, bool ready)
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var volume = Resource.Parse(
            """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"name":"d","namespace":"copy"},"spec":{"source":{"blank":{}}}}"""
        );
        var claim = Resource.Parse(
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"d","namespace":"copy"},"spec":{}}"""
        );
        var restore = Copy with
        {
            Sets =
            [
                [volume],
            ],
            Owners = [],
        };
        await new ClusterTarget(client, Quick).ApplyAsync(restore, null, Token);
        server.Add([claim]);
        Controllers.Finish(server, phase, "Succeeded");
        var findings = await new ClusterTarget(client, Quick).VerifyAsync(restore, Token);
        findings.Select(finding => finding.Resource!.Value).ShouldBe(ready ? [] : [claim.Id]);
    }

    [Fact]
    public async Task A_DataVolume_that_succeeded_without_its_claim_is_not_ready()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var volume = Resource.Parse(
            """{"apiVersion":"cdi.kubevirt.io/v1beta1","kind":"DataVolume","metadata":{"name":"d","namespace":"copy"},"spec":{"source":{"blank":{}}}}"""
        );
        var restore = Copy with
        {
            Sets =
            [
                [volume],
            ],
            Owners = [],
        };
        await new ClusterTarget(client, Quick).ApplyAsync(restore, null, Token);
        server.SetStatus(volume.Id, """{"phase":"Succeeded"}""");
        (await new ClusterTarget(client, Quick).VerifyAsync(restore, Token))
            .ShouldHaveSingleItem()
            .Resource.ShouldBe(volume.Id.WithKind(Kinds.PersistentVolumeClaim));
    }

    [Fact]
    public async Task A_stopped_machine_whose_revision_is_gone_is_not_well()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var target = new ClusterTarget(client, Quick);
        await target.ApplyAsync(Copy, null, Token);
        Controllers.Finish(server, "Bound", "Succeeded");
        (await target.VerifyAsync(Copy, Token)).ShouldBeEmpty();
        var revision = Copy.Resources.First(resource => resource.Id.Kind == Kinds.ControllerRevision).Id;
        server.Remove(revision);
        server.SetStatus(
            Held[^1],
            """{"printableStatus":"Stopped","conditions":[{"type":"Failure","status":"True","reason":"FailedFindInstancetype","message":"controllerrevisions.apps \"gone\" not found"}]}"""
        );
        var findings = await target.VerifyAsync(Copy, Token);
        findings.Select(finding => finding.Resource!.Value).ShouldBe([Held[^1], revision], ignoreOrder: true);
        findings.ShouldContain(finding =>
            finding.Message.Contains(
                "FailedFindInstancetype: controllerrevisions.apps \"gone\" not found",
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [InlineData("Always", false)]
    [InlineData("Halted", true)]
    [InlineData("RerunOnFailure", true)]
    public async Task A_machine_that_is_to_run_always_and_is_stopped_is_not_well(string strategy, bool isWell)
    {
        var machine = Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"db"},"spec":{"runStrategy":"{{{strategy}}}"},"status":{"printableStatus":"Stopped"}}"""
        );
        await using var server = await TestCluster.StartAsync([machine]);
        using var client = server.CreateClient();
        var findings = await new ClusterTarget(client, Quick).VerifyAsync(
            new RestoreResult(
                [
                    [machine],
                ],
                [],
                [],
                []
            ),
            Token
        );
        findings.Count.ShouldBe(isWell ? 0 : 1);
    }
}
