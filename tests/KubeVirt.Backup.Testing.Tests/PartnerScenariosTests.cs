using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>Our own flow passes KubeVirt's scenarios, and each mistake fails those that it is a mistake in.</summary>
public class PartnerScenariosTests
{
    private static readonly string[] OnVolumes =
    [
        "stopped-machine",
        "standalone-claim",
        "hotplugged-disk",
        "settings",
        "access-credentials",
        "instancetype",
        "cluster-instancetype",
        "standalone-instance",
    ];

    private static readonly string[] Running =
    [
        "standalone-claim",
        "hotplugged-disk",
        "access-credentials",
        "instancetype",
        "cluster-instancetype",
    ];

    /// <summary>A mistake, and the scenarios that it fails.</summary>
    private static readonly Dictionary<string, (IPartnerProduct Product, string[] Failed)> Mistakes = new()
    {
        ["forgets claims"] = (
            new OwnProduct { Forgets = o => o.Id.Kind == Kinds.PersistentVolumeClaim },
            [.. OnVolumes, "selected-by-label"]
        ),
        ["forgets ConfigMaps"] = (new OwnProduct { Forgets = o => o.Id.Kind == Kinds.ConfigMap }, ["settings"]),
        ["forgets credentials"] = (
            new OwnProduct { Forgets = o => o.Id.Name == "db-passwords" },
            ["access-credentials"]
        ),
        ["forgets plugged disks"] = (new OwnProduct { Forgets = o => o.Id.Name == "hot-disk" }, ["hotplugged-disk"]),
        ["forgets revisions"] = (
            new OwnProduct { Forgets = o => o.Id.Kind == Kinds.ControllerRevision },
            ["instancetype", "cluster-instancetype"]
        ),
        ["forgets instances"] = (
            new OwnProduct { Forgets = o => o.Id.Kind == Kinds.VirtualMachineInstance },
            ["standalone-instance"]
        ),
        ["writes instances as they were"] = (
            new OwnProduct { Forgets = IsStandalone, WritesAsItWas = IsStandalone },
            ["standalone-instance"]
        ),
        ["writes launcher pods"] = (
            new OwnProduct { WritesAsItWas = o => o.Id.Kind == Kinds.Pod },
            ["runtime-objects"]
        ),
        ["does not freeze"] = (new OwnProduct { Freezes = false }, ["frozen-guest"]),
        ["does not thaw"] = (new OwnProduct { LeavesFrozen = true }, ["frozen-guest"]),
        ["keeps the identity of copies"] = (new OwnProduct { CopyPolicy = RestorePresets.InPlace }, ["copy-beside"]),
        ["ignores selectors"] = (new OwnProduct { IgnoresSelectors = true }, ["selected-by-label"]),
        ["stops machines"] = (
            new OwnProduct
            {
                Policy = RestorePolicy
                    .CreateBuilder()
                    .Add(RestorePresets.InPlace)
                    .SetRunStrategy("Halted")
                    .Build("halted"),
            },
            Running
        ),
        ["writes machines first"] = (
            new OwnProduct { Order = MachinesFirst },
            [.. OnVolumes.Except(["standalone-claim", "standalone-instance"]), "copy-beside"]
        ),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> MistakeNames => [.. Mistakes.Keys];

    [Fact]
    public async Task Our_own_flow_passes_all()
    {
        var verdicts = await PartnerScenarios.RunAsync(new OwnProduct(), cancellationToken: Token);
        verdicts.Select(verdict => verdict.Scenario).ShouldBe(PartnerScenarios.All);
        verdicts
            .Where(verdict => verdict.Outcome != ScenarioOutcome.Passed)
            .Select(verdict => verdict.ToString())
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public async Task A_mistake_fails_the_scenarios_that_it_is_one_in(string mistake)
    {
        var (product, expected) = Mistakes[mistake];
        var verdicts = await PartnerScenarios.RunAsync(product, cancellationToken: Token);
        var failed = verdicts.Where(verdict => verdict.Outcome == ScenarioOutcome.Failed).ToList();
        failed
            .Select(verdict => verdict.Scenario.Name)
            .ShouldBe(expected, ignoreOrder: true, string.Join('\n', failed));
        failed.ShouldAllBe(verdict =>
            verdict.Breaches.All(breach => breach.Remedy.Length > 0 && breach.Found.Length > 0)
        );
    }

    [Fact]
    public async Task A_scenario_of_snapshots_says_nothing_of_a_product_that_takes_none()
    {
        var scenario = PartnerScenarios.All.Single(one => one.Name == "frozen-guest");
        var verdict = await TryAsync(scenario, new OwnProduct { TakesSnapshots = false });
        verdict.Outcome.ShouldBe(ScenarioOutcome.NotApplicable);
        verdict.ToString().ShouldStartWith("frozen-guest: NotApplicable. The product asked for no snapshot");
    }

    [Fact]
    public async Task What_a_product_does_not_do_does_not_apply_and_what_it_throws_else_fails()
    {
        var scenario = PartnerScenarios.All[0];
        var verdict = await TryAsync(scenario, new Thrower(new NotSupportedException("no such")));
        (verdict.Outcome, verdict.Reason).ShouldBe((ScenarioOutcome.NotApplicable, "no such"));

        verdict = await TryAsync(scenario, new Thrower(new IOException("disk full")));
        verdict.Outcome.ShouldBe(ScenarioOutcome.Failed);
        verdict.Breaches.ShouldHaveSingleItem().Found.ShouldBe("It threw IOException: disk full");
    }

    [Fact]
    public async Task A_scenario_that_nobody_knows_is_refused()
    {
        var unknown = new PartnerScenario("other", "", "");
        await Should.ThrowAsync<ArgumentException>(() => TryAsync(unknown, new OwnProduct()));
    }

    /// <summary>Nothing can be written before its namespace; all else comes after the machines, in its order.</summary>
    private static RestoreResult MachinesFirst(RestoreResult result)
    {
        GroupKind[] first = [Kinds.Namespace, Kinds.VirtualMachine];
        var firstSets = first.Select(kind => result.Resources.Where(o => o.Id.Kind == kind).ToList());
        var others = result.Sets.Select(set => set.Where(o => !first.Contains(o.Id.Kind)).ToList());
        return result with { Sets = [.. firstSets, .. others] };
    }

    private static async Task<ScenarioVerdict> TryAsync(PartnerScenario scenario, IPartnerProduct product) =>
        (await PartnerScenarios.RunAsync(product, [scenario], Token)).ShouldHaveSingleItem();

    private static bool IsStandalone(Resource resource) =>
        resource.Id.Kind == Kinds.VirtualMachineInstance && resource.At("/metadata/ownerReferences") is null;

    private sealed class Thrower(Exception thrown) : IPartnerProduct
    {
        public Task<object> BackupAsync(PartnerBackup backup, CancellationToken cancellationToken) => throw thrown;

        public Task RestoreAsync(object archive, PartnerRestore restore, CancellationToken cancellationToken) =>
            Task.CompletedTask;
    }
}
