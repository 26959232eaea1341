using System.Collections.Concurrent;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Graph;

/// <summary>What may stand beside machines is asked for while what they name is fetched.</summary>
public class AskedAheadTests
{
    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
    private static readonly PlanOptions OfMachine = new() { Roots = [Machine] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Needs_are_answered_before_neighbours_are()
    {
        var needsAreRead = new TaskCompletionSource();
        var source = new Source(
            async (wave, answer, _) =>
            {
                if (IsOfNeighbours(wave))
                    await needsAreRead.Task;
                else if (wave.Any(query => query.Kind == Kinds.PersistentVolumeClaim))
                    needsAreRead.TrySetResult();
                return answer;
            }
        );

        var plan = await BackupPlanner.PlanAsync(source, OfMachine, Token);

        plan.Graph.Nodes.Select(node => node.Id.ToString()).ShouldContain("Service/shop/db");
    }

    [Fact]
    public async Task All_that_may_stand_beside_a_machine_is_asked_at_once()
    {
        var waves = new ConcurrentQueue<IReadOnlyList<ResourceQuery>>();
        var source = new Source(
            (wave, answer, _) =>
            {
                waves.Enqueue(wave);
                return Task.FromResult(answer);
            }
        );

        await BackupPlanner.PlanAsync(source, OfMachine, Token);

        var ofNeighbours = waves.Where(IsOfNeighbours).ShouldHaveSingleItem();
        var kinds = ofNeighbours.Select(query => query.Kind).ToList();
        kinds.ShouldBeUnique();
        kinds.ShouldContain(Kinds.Service);
        kinds.ShouldContain(GroupKind.Parse("ClusterRoleBinding.rbac.authorization.k8s.io"));
        ofNeighbours
            .Where(query => query.MetadataOnly)
            .Select(query => query.Kind)
            .ShouldBe([Kinds.ConfigMap, Kinds.Secret]);
    }

    [Fact]
    public async Task The_plan_does_not_tell_which_answer_came_first()
    {
        var neighboursFirst = new Source((_, answer, _) => Task.FromResult(answer));
        var neighboursLast = new Source(
            async (wave, answer, token) =>
            {
                if (IsOfNeighbours(wave))
                    await Task.Delay(20, token);
                return answer;
            }
        );

        var first = await BackupPlanner.PlanAsync(neighboursFirst, OfMachine, Token);
        var last = await BackupPlanner.PlanAsync(neighboursLast, OfMachine, Token);

        last.ToText().ShouldBe(first.ToText());
    }

    [Fact]
    public async Task A_wave_that_fails_stops_what_was_asked_ahead()
    {
        var isStopped = false;
        var source = new Source(
            async (wave, answer, token) =>
            {
                if (!IsOfNeighbours(wave))
                    throw new IOException("The source is away.");
                using var noted = token.Register(() => isStopped = true);
                await Task.Delay(Timeout.Infinite, token);
                return answer;
            }
        );

        var failed = await Should.ThrowAsync<IOException>(async () =>
            await BackupPlanner.PlanAsync(source, OfMachine with { Selection = Unmarked }, Token)
        );

        failed.Message.ShouldBe("The source is away.");
        isStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_a_root_that_is_not_there_no_neighbours_are_reported()
    {
        var source = new Source(
            (wave, answer, _) =>
            {
                var failed = new Finding(FindingIds.ReadForbidden, FindingSeverity.Error, null, null, "Not allowed.");
                return Task.FromResult(IsOfNeighbours(wave) ? answer with { Findings = [failed] } : answer);
            }
        );
        var absent = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/absent");

        var plan = await BackupPlanner.PlanAsync(source, new PlanOptions { Roots = [absent] }, Token);

        plan.Findings.ShouldNotContain(finding => finding.Id == FindingIds.ReadForbidden);
        plan.Findings.ShouldContain(finding => finding.Id == FindingIds.MissingRoot);
    }

    [Fact]
    public async Task What_a_source_could_not_read_beside_a_machine_is_in_its_plan()
    {
        var failed = new Finding(FindingIds.ReadForbidden, FindingSeverity.Error, null, null, "Not allowed.");
        ResourceQuery services = new(Kinds.Service, "shop") { All = true };
        var source = new Source(
            (wave, answer, _) =>
                Task.FromResult(
                    IsOfNeighbours(wave) ? answer with { Findings = [failed], NotRead = [services] } : answer
                )
        );

        var plan = await BackupPlanner.PlanAsync(source, OfMachine, Token);

        plan.Findings.ShouldContain(failed);
        plan.Graph.NotRead.ShouldContain(query => query.Kind == Kinds.Service && query.All);
    }

    private static Selection Unmarked => new(honourMarks: false);

    private static bool IsOfNeighbours(IReadOnlyList<ResourceQuery> wave) => wave.Any(query => query.MayBeAbsent);

    /// <summary>Answers when and as it is told, from memory that is no inventory.</summary>
    private sealed class Source(
        Func<IReadOnlyList<ResourceQuery>, ResourceAnswer, CancellationToken, Task<ResourceAnswer>> answer
    ) : IResourceSource
    {
        private readonly MemoryResourceSource _objects = new([
            Resource.Parse(
                """
                {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"db","namespace":"shop","uid":"1"},
                 "spec":{"template":{"metadata":{"labels":{"app":"db"}},"spec":{
                   "volumes":[{"name":"root","persistentVolumeClaim":{"claimName":"db"}}]}}}}
                """
            ),
            Resource.Parse(
                """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"db","namespace":"shop"}}"""
            ),
            Resource.Parse(
                """{"apiVersion":"v1","kind":"Service","metadata":{"name":"db","namespace":"shop"},"spec":{"selector":{"app":"db"}}}"""
            ),
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}"""),
        ]);

        public async ValueTask<ResourceAnswer> FetchAsync(
            IReadOnlyList<ResourceQuery> wave,
            CancellationToken cancellationToken = default
        )
        {
            var found = await _objects.FetchAsync(wave, cancellationToken);

            return await answer(wave, found, cancellationToken);
        }
    }
}
