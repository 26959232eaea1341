using System.Text.Json.Nodes;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class RestorePolicyTests
{
    private static readonly Resource Secret = Resource.Parse(
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"ns"},"data":{"password":"c2VjcmV0"}}"""
    );

    private static readonly Resource Widget = Resource.Parse(
        """{"apiVersion":"example.org/v1","kind":"Widget","metadata":{"name":"w","namespace":"ns"},"spec":{"n":1.50,"list":[1,2]}}"""
    );

    [Fact]
    public void A_lambda_is_a_policy_and_its_change_bears_its_name()
    {
        var result = Run(
            builder => builder.Add("label", context => context.Draft.Set("/metadata/labels/a~1b", "c")),
            Widget
        );
        var change = result.Changes.ShouldHaveSingleItem();
        (change.Path, change.Before, change.After!.Value.GetString(), change.Policy).ShouldBe(
            ("/metadata/labels/a~1b", null, "c", "label")
        );
        result.Resources.Single().StringAt("/metadata/labels/a~1b").ShouldBe("c");
    }

    [Fact]
    public void Free_edits_are_found_by_comparing()
    {
        var result = Run(builder => builder.Add("free", context => context.Draft.Edit(root =>
                    {
                        root["spec"]!["list"]![1] = 3;
                        root["extra"] = new JsonObject { ["a"] = 1 };
                    })), Widget);
        result.Changes.Select(change => change.Path).ShouldBe(["/spec/list/1", "/extra"]);
    }

    [Fact]
    public void Setting_what_is_there_already_is_no_change_and_keeps_the_bytes()
    {
        var result = Run(builder => builder.Add("same", context => context.Draft.Set("/metadata/name", "w")), Widget);
        result.Changes.ShouldBeEmpty();
        result.Resources.Single().ShouldBeSameAs(Widget);
    }

    [Fact]
    public void Number_spelling_survives_an_edit_elsewhere() =>
        Run(builder => builder.Add("label", context => context.Draft.Set("/metadata/labels/a", "b")), Widget)
            .Resources.Single()
            .At("/spec/n")!
            .Value.GetRawText()
            .ShouldBe("1.50");

    [Fact]
    public void A_value_of_a_secret_is_changed_but_never_shown()
    {
        var result = Run(
            builder => builder.Add("rotate", context => context.Draft.Set("/data/password", "bmV3")),
            Secret
        );
        result.Resources.Single().StringAt("/data/password").ShouldBe("bmV3");
        var change = result.Changes.ShouldHaveSingleItem();
        (change.Before + " " + change.After).ShouldNotContain("c2VjcmV0");
        (change.Before + " " + change.After).ShouldNotContain("bmV3");
    }

    [Fact]
    public void When_limits_policies_to_some_objects()
    {
        var result = Run(
            builder =>
                builder.When(
                    context => context.Id.Kind == Kinds.Secret,
                    secrets => secrets.Add("vault", context => context.Skip("It comes from a vault."))
                ),
            Secret,
            Widget
        );
        result.Skipped.ShouldHaveSingleItem().Resource.ShouldBe(Secret.Id);
        result.Resources.ShouldHaveSingleItem().Id.ShouldBe(Widget.Id);
    }

    [Fact]
    public void A_pipeline_is_a_policy_whose_steps_keep_their_names()
    {
        var inner = RestorePolicy
            .CreateBuilder()
            .Add("one", context => context.Draft.Set("/spec/one", 1))
            .Build("inner");
        var result = Run(
            builder => builder.Add(inner).Add("two", context => context.Draft.Set("/spec/two", 2)),
            Widget
        );
        result.Changes.Select(change => change.Policy).ShouldBe(["one", "two"]);
    }

    [Fact]
    public void What_is_skipped_and_required_is_an_error()
    {
        var pod = Resource.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"template":{"spec":{"volumes":[{"name":"s","secret":{"secretName":"s"}}]}}}}"""
        );
        var result = Run(
            builder =>
                builder.When(
                    context => context.Id.Kind == Kinds.Secret,
                    secrets => secrets.Add("vault", context => context.Skip("It comes from a vault."))
                ),
            Secret,
            pod
        );
        result.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.RequiredSkipped
            && finding.Severity == FindingSeverity.Error
            && finding.Resource == pod.Id
        );
    }

    [Fact]
    public void A_builder_is_used_once()
    {
        var builder = RestorePolicy.CreateBuilder();
        builder.Build();
        Should.Throw<InvalidOperationException>(() => builder.ClearMacAddresses());
    }

    [Fact]
    public void A_run_strategy_that_does_not_exist_is_refused_and_the_valid_ones_are_listed() =>
        Should
            .Throw<ArgumentException>(() => new SetRunStrategy("Sometimes"))
            .Message.ShouldContain("Always, Halted, Manual, Once, RerunOnFailure");

    private static RestoreResult Run(Action<RestorePolicyBuilder> build, params Resource[] resources)
    {
        var builder = RestorePolicy.CreateBuilder();
        build(builder);
        return builder.Build().Apply(ResourceGraph.Create(resources, BuiltInResolvers.Default));
    }
}
