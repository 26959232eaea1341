using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>What may not be read is not missing: nobody knows whether it is there.</summary>
public class NotReadTests
{
    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/ns/vm");
    private static readonly ResourceId Claim = ResourceId.Parse("PersistentVolumeClaim/ns/disk");
    private static readonly ResourceId Secret = ResourceId.Parse("Secret/ns/login");

    private static readonly Resource[] Resources =
    [
        Resource.Parse(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},
            "spec":{"runStrategy":"Halted","template":{"spec":{"domain":{},"volumes":[
            {"name":"d","persistentVolumeClaim":{"claimName":"disk"}},{"name":"s","secret":{"secretName":"login"}}]}}}}
            """
        ),
        Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ns"}}"""),
        Resource.Parse(
            """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"disk","namespace":"ns"}}"""
        ),
    ];

    [Fact]
    public async Task A_name_that_may_not_be_read_is_neither_missing_nor_complained_of_as_missing()
    {
        var plan = await PlanAsync(new ResourceQuery(Kinds.Secret, "ns") { Names = ["login"] });

        plan.NotRead.ShouldBe([Secret]);
        plan.Missing.ShouldBeEmpty();
        plan.Findings.ShouldNotContain(finding => finding.Id == FindingIds.MissingReference);
        var finding = plan.Findings.Where(finding => finding.Id == FindingIds.ReferenceNotRead).ShouldHaveSingleItem();
        (finding.Severity, finding.Resource).ShouldBe((FindingSeverity.Error, Machine));
        plan.Judge().Single().Outcome.ShouldBe(Restorability.Unknown);
    }

    [Fact]
    public async Task Without_a_list_nobody_knows_what_else_a_machine_needs()
    {
        var plan = await PlanAsync(
            new ResourceQuery(Kinds.PersistentVolumeClaim, "ns") { All = true, Names = ["other"] }
        );

        plan.NotRead.ShouldBeEmpty();
        plan.Graph.Find(Claim)!.Value.State.ShouldBe(NodeState.Observed);
        // The secret is missing for certain, which is worse than not known.
        plan.Judge().Single().Outcome.ShouldBe(Restorability.Broken);
    }

    [Fact]
    public async Task A_kind_that_is_not_served_for_now_is_not_read_as_a_whole()
    {
        var plan = await PlanAsync(new ResourceQuery(Kinds.Secret, "ns") { All = true });
        plan.NotRead.ShouldBe([Secret]);
        plan.Judge().Single().Outcome.ShouldBe(Restorability.Unknown);
    }

    [Fact]
    public async Task A_list_of_another_namespace_matters_to_no_machine_of_this_one()
    {
        var plan = await PlanAsync(
            new ResourceQuery(Kinds.Secret, "ns") { Names = ["login"] },
            new ResourceQuery(Kinds.Secret, "other") { All = true }
        );
        plan.NotRead.ShouldBe([Secret]);
    }

    private static async Task<BackupPlan> PlanAsync(params ResourceQuery[] notRead) =>
        await BackupPlanner.PlanAsync(
            new LimitedSource(notRead),
            new PlanOptions { Roots = [Machine] },
            TestContext.Current.CancellationToken
        );

    /// <summary>The objects of this page, of which some may not be read.</summary>
    private sealed class LimitedSource(IReadOnlyList<ResourceQuery> notRead) : IResourceSource
    {
        private readonly MemoryResourceSource _all = new(Resources);

        public async ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        )
        {
            var answer = await _all.FetchAsync(wave, cancellationToken);
            var asked = wave.Select(query => (query.Kind, query.Namespace)).ToHashSet();
            return answer with { NotRead = [.. notRead.Where(query => asked.Contains((query.Kind, query.Namespace)))] };
        }
    }
}
