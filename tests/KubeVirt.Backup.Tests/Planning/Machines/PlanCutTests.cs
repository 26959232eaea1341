using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>One plan of many machines is the plans of each.</summary>
public class PlanCutTests
{
    private static readonly Resource[] Inputs = [.. Repository.SampleManifests.Resources, .. Repository.ThirtyMachines];
    private static readonly BackupPlan All = BackupPlanner.Plan(Inputs, null);

    public static TheoryData<string> Machines => [.. All.Machines.Select(machine => machine.Id.ToString())];

    [Theory]
    [MemberData(nameof(Machines))]
    public void The_part_for_one_machine_is_the_plan_of_that_machine_alone(string id)
    {
        var root = ResourceId.Parse(id);
        var alone = BackupPlanner.Plan(Inputs, new PlanOptions { Roots = [root] });

        var cut = All.For(root);

        cut.Roots.ShouldBe([root]);
        cut.Sets.Count.ShouldBe(alone.Sets.Count);
        cut.Sets.SelectMany(set => set).ShouldBe(alone.Sets.SelectMany(set => set));
        cut.Graph.Edges.ShouldBe(alone.Graph.Edges);
        cut.Freeze.ShouldBe(alone.Freeze);
        cut.Volumes.ShouldBe(alone.Volumes);
        cut.Missing.ShouldBe(alone.Missing);
        cut.NotRead.ShouldBe(alone.NotRead);
        var (part, whole) = (cut.Judge().Single(), alone.Judge().Single());
        part.Data.ShouldBe(whole.Data);
        // The larger plan knows more: who else has a claim.
        whole.Lacks.ShouldBeSubsetOf(part.Lacks);
        part.Lacks.Except(whole.Lacks).ShouldAllBe(lack => lack.Id == FindingIds.ClaimShared);
        alone.Findings.ShouldBeSubsetOf(cut.Findings);
    }

    [Fact]
    public void A_part_for_all_roots_is_the_whole_plan()
    {
        var cut = All.For(All.Roots);
        cut.Sets.SelectMany(set => set).ShouldBe(All.Sets.SelectMany(set => set));
        cut.Findings.ShouldBe(All.Findings);
    }

    [Fact]
    public void Every_end_of_a_reference_is_in_a_set_or_missing_or_left_out()
    {
        foreach (var machine in All.Machines)
        {
            var cut = All.For(machine.Id);
            var known = cut
                .Sets.SelectMany(set => set)
                .Concat(cut.Missing)
                .Concat(cut.NotRead)
                .Concat(cut.Excluded.Select(exclusion => exclusion.Resource))
                .ToHashSet();
            cut.Graph.Edges.Select(edge => edge.To).ShouldAllBe(id => known.Contains(id));
        }
    }

    [Fact]
    public void What_shares_a_claim_with_others_still_says_so()
    {
        var shared = All.Findings.First(finding => finding.Id == FindingIds.ClaimShared);
        var user = All.Machines.First(machine => machine.Volumes.Any(volume => volume.Claim == shared.Resource));
        All.For(user.Id).Findings.ShouldContain(shared);
    }

    [Fact]
    public void An_object_that_the_plan_lacks_is_refused_by_its_name()
    {
        var missing = ResourceId.Parse("VirtualMachine.kubevirt.io/nowhere/vm");
        Should.Throw<ArgumentException>(() => All.For(missing)).Message.ShouldContain(missing.ToString());
        Should.Throw<ArgumentException>(() => All.For());
    }

    [Fact]
    public async Task What_could_not_be_read_stays_unknown_in_every_part()
    {
        var source = new UnreadSecrets();
        var plan = await BackupPlanner.PlanAsync(source, null, TestContext.Current.CancellationToken);
        plan.Judge().ShouldAllBe(verdict => verdict.Outcome == Restorability.Unknown);

        foreach (var machine in plan.Machines)
            plan.For(machine.Id).Judge().Single().Outcome.ShouldBe(Restorability.Unknown);
    }

    /// <summary>A machine, and a list of Secrets that may not be read.</summary>
    private sealed class UnreadSecrets : IResourceSource
    {
        private static readonly MemoryResourceSource Memory = new([
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},
                "spec":{"template":{"spec":{"domain":{}}}}}
                """
            ),
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ns"}}"""),
        ]);

        public async ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> queries,
            CancellationToken cancellationToken
        )
        {
            var answer = await Memory.FetchAsync(queries, cancellationToken);
            return answer with { NotRead = [new ResourceQuery(Kinds.Secret, null) { All = true }] };
        }
    }
}
