using System.Collections.Concurrent;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>A policy that throws costs the object on which it throws, and is named with it.</summary>
public class FailingPolicyTests
{
    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    [Fact]
    public void The_others_are_restored_and_policy_and_object_are_named()
    {
        var result = Apply(policy => policy.Add("mine", Throw("of no use")).Add(RestorePresets.Preserve));

        var finding = result.Findings.Where(finding => finding.Id == FindingIds.PolicyFailed).ShouldHaveSingleItem();
        (finding.Severity, finding.Resource).ShouldBe((FindingSeverity.Error, Machine));
        finding.Message.ShouldContain("mine");
        finding.Message.ShouldContain("of no use");
        result.Resources.ShouldNotContain(resource => resource.Id == Machine);
        result.Resources.Count(resource => resource.Id.Kind == Kinds.VirtualMachine).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_policy_of_an_inner_pipeline_is_named_itself()
    {
        var inner = RestorePolicy.CreateBuilder().Add("inner", Throw("x")).Build("outer");
        Apply(policy => policy.Add(inner))
            .Findings.Single(finding => finding.Id == FindingIds.PolicyFailed)
            .Message.ShouldStartWith("The policy inner failed");
    }

    [Fact]
    public void What_an_exception_says_of_a_Secret_is_not_repeated()
    {
        var result = Apply(policy => policy.Add("mine", context =>
            {
                if (context.Id.Kind == Kinds.Secret)
                    throw new InvalidOperationException("hunter2");
            }));
        result.Findings.Where(finding => finding.Id == FindingIds.PolicyFailed).ShouldNotBeEmpty();
        result.Findings.ShouldAllBe(finding => !finding.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_that_throws_is_named_as_well()
    {
        var result = Apply(policy => policy.Add(new Checker(_ => throw new InvalidOperationException("of no use"))));

        var finding = result.Findings.First(finding => finding.Id == FindingIds.PolicyFailed);
        finding.Message.ShouldContain("checker");
        finding.Message.ShouldContain("of no use");
        Should.Throw<OperationCanceledException>(() =>
            Apply(policy => policy.Add(new Checker(_ => throw new OperationCanceledException())))
        );
    }

    [Fact]
    public void A_policy_for_some_objects_checks_these_alone()
    {
        var isChecked = new ConcurrentBag<ResourceId>();

        Apply(policy =>
            policy.When(
                context => context.Id == Machine,
                inner => inner.Add(new Checker(context => isChecked.Add(context.Id)))
            )
        );

        isChecked.Distinct().ShouldBe([Machine]);
    }

    [Fact]
    public void A_cancellation_is_none_of_its_faults()
    {
        using var cancel = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Apply(policy => policy.Add("mine", _ =>
                {
                    cancel.Cancel();
                    cancel.Token.ThrowIfCancellationRequested();
                })));
    }

    private static Action<RestoreContext> Throw(string message) =>
        context =>
        {
            if (context.Id == Machine)
                throw new InvalidOperationException(message);
        };

    private static RestoreResult Apply(Action<RestorePolicyBuilder> build)
    {
        var builder = RestorePolicy.CreateBuilder();
        build(builder);
        var graph = ResourceGraph.Create(Repository.SampleManifests.Resources, BuiltInResolvers.Default);
        return builder.Build().Apply(graph, cancellationToken: TestContext.Current.CancellationToken);
    }

    private sealed class Checker(Action<RestoreContext> check) : RestorePolicy("checker")
    {
        public override void Apply(RestoreContext context) { }

        public override void Check(RestoreContext context) => check(context);
    }
}
