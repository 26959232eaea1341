using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class AccessTests
{
    private AccessRules Discovery { get; } = AccessRules.For(BuiltInResolvers.Default, AccessActions.Discover);

    [Fact]
    public void Every_kind_that_a_real_plan_holds_may_be_read()
    {
        var allowed = Discovery.Rules.Select(rule => (rule.Group, rule.Resource)).ToHashSet();
        foreach (
            var file in Directory.EnumerateFiles(
                Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "Namespaces"),
                "input.yaml",
                SearchOption.AllDirectories
            )
        )
        {
            var plan = BackupPlanner.Plan(new ManifestReader().Read(File.ReadAllBytes(file), file).Resources, null);
            foreach (var node in plan.Graph.Nodes)
                allowed.ShouldContain((node.Id.Kind.Group, KindNames.Plural(node.Id.Kind)), node.Id.ToString());
        }
    }

    [Fact]
    public void Reading_takes_nothing_but_reading() =>
        Discovery.Rules.ShouldAllBe(rule => rule.Verbs.SequenceEqual(new[] { "get", "list" }));

    [Fact]
    public void A_resolver_that_is_taken_away_takes_its_rights_along()
    {
        var fewer = AccessRules.For(new ResolverSet([new VirtualMachineInstanceResolver()]), AccessActions.Discover);
        fewer.Rules.ShouldContain(rule => rule.Resource == "secrets");
        fewer.Rules.ShouldNotContain(rule => rule.Resource == "storageclasses");
        fewer.Rules.Select(rule => rule.ToString()).ShouldBeSubsetOf(Discovery.Rules.Select(rule => rule.ToString()));
        fewer.Rules.Count.ShouldBeLessThan(Discovery.Rules.Count);
    }

    [Fact]
    public void A_resolver_that_is_no_table_adds_the_kind_that_it_handles()
    {
        var resolvers = new ResolverSet([.. BuiltInResolvers.Default.Resolvers, new GaugeResolver()]);

        var rules = AccessRules.For(resolvers, AccessActions.Discover).Rules;

        rules.Select(rule => rule.ToString()).ShouldContain("gauges.example.org: get, list");
        Discovery.Rules.ShouldNotContain(rule => rule.Group == "example.org");
    }

    [Fact]
    public void Freezing_is_an_update_of_two_subresources() =>
        AccessRules
            .For(BuiltInResolvers.Default, AccessActions.Freeze)
            .Rules.Select(rule => rule.ToString())
            .ShouldBe([
                "virtualmachineinstances.kubevirt.io: get",
                "virtualmachineinstances/freeze.subresources.kubevirt.io: update",
                "virtualmachineinstances/unfreeze.subresources.kubevirt.io: update",
            ]);

    [Fact]
    public void What_is_in_no_namespace_takes_a_cluster_role_beside_the_role()
    {
        var roles = Discovery.ToRoles("backup", "shop");
        roles
            .Select(role => role.Id.ToString())
            .ShouldBe(["Role.rbac.authorization.k8s.io/shop/backup", "ClusterRole.rbac.authorization.k8s.io/backup"]);
        ManifestWriter.ToYaml(roles[0]).ShouldContain("virtualmachines");
        ManifestWriter.ToYaml(roles[0]).ShouldNotContain("storageclasses");
        ManifestWriter.ToYaml(roles[1]).ShouldContain("storageclasses");
    }

    [Fact]
    public void Applying_takes_a_look_at_quotas_and_at_whoever_has_an_identity_already()
    {
        var rules = AccessRules.For(BuiltInResolvers.Default, AccessActions.Apply).Rules;
        rules.Single(rule => rule.Resource == "resourcequotas").Verbs.ShouldBe(["list"]);
        rules.Single(rule => rule.Resource == "virtualmachineinstances").Verbs.ShouldContain("list");
    }

    [Fact]
    public void Snapshots_of_volumes_take_a_look_at_what_shows_that_somebody_takes_them()
    {
        var rules = AccessRules.For(BuiltInResolvers.Default, AccessActions.SnapshotVolumes).Rules;
        rules.Single(rule => rule.Resource == "csidrivers").Verbs.ShouldContain("get");
        rules.Single(rule => rule.Resource == "volumesnapshotcontents").Verbs.ShouldContain("list");
        rules
            .Where(rule => rule.Resource is "csidrivers" or "volumesnapshotcontents")
            .ShouldAllBe(rule => rule.IsClusterScoped);
    }

    [Fact]
    public void A_rollback_changes_claims_and_machines_and_reads_who_runs_on_them()
    {
        var rules = AccessRules.For(BuiltInResolvers.Default, AccessActions.Rollback).Rules;
        rules
            .Select(rule => rule.ToString())
            .ShouldBe([
                "persistentvolumeclaims: create, delete, get, list, update",
                "datavolumes.cdi.kubevirt.io: create, delete, get, list, update",
                "virtualmachineinstances.kubevirt.io: get, list",
                "virtualmachines.kubevirt.io: get, list, update",
            ]);
    }

    [Fact]
    public void Choosing_ways_takes_nothing_but_reading() =>
        AccessRules
            .For(BuiltInResolvers.Default, AccessActions.ChooseWays)
            .Rules.SelectMany(rule => rule.Verbs)
            .Distinct()
            .ShouldBeSubsetOf(["get", "list"]);

    [Fact]
    public void Rules_of_several_actions_are_joined()
    {
        var rules = AccessRules
            .For(BuiltInResolvers.Default, AccessActions.Discover | AccessActions.Apply | AccessActions.Freeze)
            .Rules;
        rules.Select(rule => (rule.Group, rule.Resource)).ShouldBeUnique();
        rules.Single(rule => rule.Resource == "virtualmachines").Verbs.ShouldBe(["create", "get", "list", "patch"]);
    }

    [Fact]
    public void A_role_has_a_rule_for_each_group_and_set_of_verbs()
    {
        var roles = AccessRules.For(BuiltInResolvers.Default, AccessActions.SnapshotVolumes).ToRoles("backup", "shop");
        ManifestWriter
            .ToYaml(roles[0])
            .ReplaceLineEndings("\n")
            .ShouldBe(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata:
                  name: backup
                  namespace: shop
                rules:
                - apiGroups:
                  - ""
                  resources:
                  - persistentvolumeclaims
                  verbs:
                  - get
                  - patch
                - apiGroups:
                  - groupsnapshot.storage.k8s.io
                  resources:
                  - volumegroupsnapshots
                  verbs:
                  - create
                  - delete
                  - get
                  - list
                  - watch
                - apiGroups:
                  - snapshot.storage.k8s.io
                  resources:
                  - volumesnapshots
                  verbs:
                  - create
                  - delete
                  - get
                  - list
                  - watch

                """.ReplaceLineEndings("\n")
            );
        var ofCluster = roles[1].At("/rules")!.Value.EnumerateArray().Select(rule => rule.GetRawText());
        ofCluster.ShouldContain(
            """{"apiGroups":["snapshot.storage.k8s.io"],"resources":["volumesnapshotclasses","volumesnapshotcontents"],"verbs":["get","list"]}"""
        );
        roles[1].At("/metadata")!.Value.GetRawText().ShouldBe("""{"name":"backup"}""");
    }

    [Fact]
    public void What_is_in_a_namespace_alone_takes_no_cluster_role() =>
        AccessRules
            .For(BuiltInResolvers.Default, AccessActions.Freeze)
            .ToRoles("freezer", "shop")
            .ShouldHaveSingleItem()
            .Id.ToString()
            .ShouldBe("Role.rbac.authorization.k8s.io/shop/freezer");

    [Fact]
    public void A_role_is_an_object_like_any_other()
    {
        var role = AccessRules.For(BuiltInResolvers.Default, AccessActions.Freeze).ToClusterRole("freezer");
        new ManifestReader()
            .Read(System.Text.Encoding.UTF8.GetBytes(ManifestWriter.ToYaml(role)), "role")
            .Resources.ShouldHaveSingleItem()
            .Id.ShouldBe(role.Id);
    }

    private sealed class GaugeResolver : IResourceResolver
    {
        public GroupKind? Kind => new GroupKind("example.org", "Gauge");

        public void Resolve(Resource resource, ReferenceCollector references) { }
    }
}
