using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

public class SelectionTests
{
    private static readonly ResourceId Db = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    [Theory]
    [InlineData("vm")]
    [InlineData("VMS")]
    [InlineData("virtualmachines")]
    [InlineData("VirtualMachine")]
    [InlineData("virtualmachine.kubevirt.io")]
    [InlineData("vms.v1.kubevirt.io")]
    [InlineData("*.kubevirt.io")]
    [InlineData("*")]
    public void A_kind_is_called_by_its_singular_plural_and_short_names_with_or_without_its_group(string text) =>
        KindPattern.Parse(text).Matches(Kinds.VirtualMachine).ShouldBeTrue();

    [Theory]
    [InlineData("vm.example.org")]
    [InlineData("vmi")]
    [InlineData("*.example.org")]
    [InlineData("virtualmachinesnapshots")]
    public void A_kind_is_not_called_by_names_of_others(string text) =>
        KindPattern.Parse(text).Matches(Kinds.VirtualMachine).ShouldBeFalse();

    // kubectl has it so, too: it looks for a group with that version, and for a group of the whole name.
    [Theory]
    [InlineData("things.v1.example.org", "example.org", true)]
    [InlineData("things.v1.example.org", "v1.example.org", true)]
    [InlineData("things.v1beta2.v1.example.org", "v1.example.org", true)]
    [InlineData("things.v1beta2.v1.example.org", "example.org", false)]
    [InlineData("things.v1", "v1", true)]
    [InlineData("things.version.example.org", "example.org", false)]
    public void What_begins_like_a_version_may_be_one_or_part_of_the_group(string text, string group, bool isMeant)
    {
        var pattern = KindPattern.Parse(text);

        pattern.Matches(new GroupKind(group, "Thing")).ShouldBe(isMeant);
        pattern.ToString().ShouldBe(text);
    }

    [Fact]
    public void Labels_of_an_include_choose_machines_and_what_these_need_comes_along()
    {
        var plan = Plan(include: ["labels=app=db"]);
        plan.Roots.ShouldBe([Db]);
        plan.Volumes.Select(id => id.Name).ShouldBe(["db-data", "db-root"]);
        plan.Excluded.ShouldContain(exclusion =>
            exclusion.Resource.ToString() == "VirtualMachine.kubevirt.io/shop/win"
            && exclusion.Reason.Contains("labels=app=db", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Kinds_of_an_include_bind_what_machines_need_as_well()
    {
        var plan = Plan(include: ["kinds=vm,vmi,dv; names=db*"]);
        plan.Volumes.ShouldBeEmpty();
        plan.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.RequiredLeftOut
            && finding.Severity == FindingSeverity.Error
            && finding.Message.StartsWith("PersistentVolumeClaim/shop/db-root is left out", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_machine_whose_claims_are_left_out_is_said_to_come_back_broken()
    {
        var verdict = Plan(exclude: ["kinds=pvc"]).Judge().Single(verdict => verdict.Root == Db);
        verdict.Outcome.ShouldBe(Restorability.Broken);
        verdict.Lacks.ShouldContain(finding =>
            finding.Message.StartsWith("PersistentVolumeClaim/shop/db-data is left out", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_running_guest_whose_instance_is_left_out_is_not_frozen_and_that_is_said()
    {
        Plan().Judge().Single(verdict => verdict.Root == Db).Data.ShouldBe(Consistency.FilesystemConsistent);
        var plan = Plan(exclude: ["kinds=vmi"]);
        plan.Freeze.ShouldBeEmpty();
        var verdict = plan.Judge().Single(verdict => verdict.Root == Db);
        verdict.Data.ShouldBe(Consistency.CrashConsistent);
        verdict.Lacks.ShouldContain(finding => finding.Message.Contains("is not frozen", StringComparison.Ordinal));
    }

    [Fact]
    public void A_machine_that_says_it_runs_and_whose_instance_is_not_in_the_input_is_not_called_offline() =>
        BackupPlanner
            .Plan(
                [
                    Resource.Parse(
                        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"runStrategy":"Always","template":{"spec":{"domain":{}}}},"status":{"created":true}}"""
                    ),
                ],
                null
            )
            .Judge()
            .ShouldHaveSingleItem()
            .Data.ShouldBe(Consistency.Unknown);

    [Fact]
    public void A_running_guest_whose_pod_is_left_out_is_frozen_but_not_by_hooks()
    {
        var verdict = Plan(exclude: ["kinds=po"]).Judge().Single(verdict => verdict.Root == Db);
        verdict.Data.ShouldBe(Consistency.FilesystemConsistent);
        verdict.Lacks.ShouldContain(finding => finding.Message.Contains("hooks of the pod", StringComparison.Ordinal));
    }

    [Fact]
    public void An_object_that_is_missing_counts_for_every_machine_that_wants_it()
    {
        var plan = BackupPlanner.Plan(
            Repository.SampleManifests.Resources.Where(resource => resource.Id.Kind != Kinds.Namespace),
            null
        );
        plan.Findings.Count(finding =>
                finding.Message.StartsWith("Namespace/shop was not found", StringComparison.Ordinal)
            )
            .ShouldBe(1);
        plan.Judge()
            .ShouldAllBe(verdict =>
                verdict.Lacks.Any(finding =>
                    finding.Message.StartsWith("Namespace/shop was not found", StringComparison.Ordinal)
                )
            );
    }

    [Theory]
    [InlineData("""{"labels":{"velero.io/exclude-from-backup":"true"}}""", true)]
    [InlineData("""{"labels":{"velero.io/exclude-from-backup":"false"}}""", false)]
    [InlineData("""{"annotations":{"velero.io/skip-from-backup":""}}""", true)]
    [InlineData("""{"annotations":{"stork.libopenstorage.org/skip-resource":"true"}}""", true)]
    public void A_mark_keeps_an_object_out_and_its_user_is_said_to_lack_it(string metadata, bool isLeftOut)
    {
        var claim = Marked("PersistentVolumeClaim/shop/db-data", metadata);
        var plan = BackupPlanner.Plan(
            Repository.SampleManifests.Resources.Where(resource => resource.Id != claim.Id).Append(claim),
            null
        );
        plan.Excluded.Any(exclusion => exclusion.Resource == claim.Id).ShouldBe(isLeftOut);
        plan.Volumes.Contains(claim.Id).ShouldBe(!isLeftOut);
        plan.Findings.Any(finding =>
                finding.Id == FindingIds.RequiredLeftOut && finding.Severity == FindingSeverity.Error
            )
            .ShouldBe(isLeftOut);
    }

    [Fact]
    public void A_mark_on_a_namespace_keeps_out_all_that_is_in_it()
    {
        var marked = Marked("Namespace/shop", """{"labels":{"velero.io/exclude-from-backup":"true"}}""");
        var resources = Repository
            .SampleManifests.Resources.Where(resource => resource.Id != marked.Id)
            .Append(marked)
            .ToList();
        var plan = BackupPlanner.Plan(resources, null);
        plan.Roots.ShouldBeEmpty();
        plan.Findings.ShouldContain(finding => finding.Id == FindingIds.NothingSelected);
        plan.Excluded.Single(exclusion => exclusion.Resource == Db)
            .Reason.ShouldBe("Its namespace carries the label velero.io/exclude-from-backup=true.");
        BackupPlanner
            .Plan(resources, new PlanOptions { Selection = new Selection(honourMarks: false) })
            .Roots.Count.ShouldBe(6);
    }

    [Fact]
    public void A_mark_on_a_namespace_keeps_out_what_machines_of_others_need_of_it()
    {
        const string Machine = """
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {name: vm, namespace: ns}
            spec: {template: {spec: {domain: {}, networks: [{name: n, multus: {networkName: nets/fast}}]}}}
            """;
        const string Network =
            "apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: {name: fast, namespace: nets}";
        const string Namespace =
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: nets, labels: {velero.io/exclude-from-backup: \"true\"}}";

        var plan = PlanText.Plan(Machine, Network, Namespace);

        plan.Excluded.Single(exclusion => exclusion.Resource.Name == "fast")
            .Reason.ShouldBe("Its namespace carries the label velero.io/exclude-from-backup=true.");
    }

    [Theory]
    [InlineData("*", "*")]
    [InlineData("kinds=vm", "kinds=vm")]
    [InlineData(
        "labels=tier=a; names=db,web*; namespaces=shop; kinds=pvc,dv",
        "kinds=pvc,dv; namespaces=shop; names=db,web*; labels=tier=a"
    )]
    public void The_text_of_a_selector_has_each_of_its_parts_in_order(string text, string expected) =>
        ResourceSelector.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData(new string[] { }, new string[] { }, "*")]
    [InlineData(new[] { "kinds=vm", "names=db" }, new string[] { }, "kinds=vm or names=db")]
    [InlineData(new[] { "kinds=vm" }, new[] { "names=a", "names=b" }, "kinds=vm without names=a and names=b")]
    public void The_text_of_a_selection_tells_what_is_in_it_and_what_is_not(
        string[] include,
        string[] exclude,
        string expected
    ) => Selection.Parse(include, exclude).ToString().ShouldBe(expected);

    [Fact]
    public void Every_object_is_in_a_set_or_left_out_with_a_reason_whatever_is_selected()
    {
        foreach (
            var plan in new[]
            {
                Plan(exclude: ["kinds=secrets"]),
                Plan(include: ["namespaces=shop; names=*b"]),
                Plan(include: ["kinds=vm"], exclude: ["labels=app"]),
            }
        )
        {
            plan.Sets.SelectMany(set => set)
                .Concat(plan.Excluded.Select(exclusion => exclusion.Resource))
                .Order()
                .ShouldBe(Repository.SampleManifests.Resources.Select(resource => resource.Id).Order());
            plan.Graph.Edges.ShouldAllBe(edge =>
                plan.Graph.Find(edge.To)!.Value.IsMissing
                || plan.Sets.Any(set => set.Contains(edge.To))
                || plan.Excluded.Any(exclusion => exclusion.Resource == edge.To)
            );
        }
    }

    [Theory]
    [InlineData("kinds=vm", "kinds=virtualmachines.kubevirt.io")]
    [InlineData("kinds=vm; namespaces=shop-1", "namespaces=shop-*")]
    [InlineData("*", "*")]
    [InlineData("kinds=vm,pvc; labels=app=a", "kinds=vm,pvc,dv; labels=app=a")]
    public void An_exclude_that_leaves_nothing_of_an_include_is_refused(string include, string exclude) =>
        Should
            .Throw<SelectionException>(() => Selection.Parse([include], [exclude]))
            .Problems.ShouldHaveSingleItem()
            .ShouldContain("contradict");

    [Theory]
    [InlineData("kinds=vm", "kinds=vm; names=test-*")]
    [InlineData("kinds=vm,vmi", "kinds=vm")]
    [InlineData("kinds=*.kubevirt.io", "kinds=vm,vmi")]
    [InlineData("namespaces=shop-*", "namespaces=shop-1")]
    [InlineData("labels=app=a", "labels=app=b")]
    public void An_exclude_that_only_narrows_an_include_is_taken(string include, string exclude) =>
        Selection.Parse([include], [exclude]).Exclude.Count.ShouldBe(1);

    [Fact]
    public void Everything_wrong_with_selectors_is_said_at_once()
    {
        var error = Should.Throw<SelectionException>(() =>
            Selection.Parse(
                ["kinds=vm; labels=a in b", "colour=red", "kinds=pvc"],
                ["names=a b", "kinds=persistentvolumeclaims", "kinds=x,,y"]
            )
        );
        error.Problems.Count.ShouldBe(5);
        error.Problems[0].ShouldBe("'kinds=vm; labels=a in b' does not parse: expected '(' at position 22, found 'b'.");
        error.Problems[1].ShouldContain("'kinds=', 'namespaces=', 'names=' or 'labels='");
    }

    [Fact]
    public void A_kind_that_nobody_knows_and_a_selection_without_machines_are_said()
    {
        Plan(exclude: ["kinds=vmz"])
            .Findings.ShouldContain(finding =>
                finding.Id == FindingIds.SelectorUnused && finding.Message.Contains("'vmz'", StringComparison.Ordinal)
            );
        Plan(exclude: ["namespaces=shop"]).Findings.ShouldContain(finding => finding.Id == FindingIds.NothingSelected);
        Plan(include: ["names=nobody"]).Findings.ShouldContain(finding => finding.Id == FindingIds.NothingSelected);
    }

    [Fact]
    public void A_root_that_is_asked_for_and_excluded_is_an_error()
    {
        var plan = BackupPlanner.Plan(
            Repository.SampleManifests.Resources,
            new PlanOptions { Roots = [Db], Selection = Selection.Parse([], ["names=db"]) }
        );
        plan.Roots.ShouldBeEmpty();
        plan.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.MissingRoot && finding.Message.Contains("is left out", StringComparison.Ordinal)
        );
    }

    private static BackupPlan Plan(string[]? include = null, string[]? exclude = null) =>
        BackupPlanner.Plan(
            Repository.SampleManifests.Resources,
            new PlanOptions { Selection = Selection.Parse(include ?? [], exclude ?? []) }
        );

    private static Resource Marked(string id, string metadata)
    {
        var original = Repository.SampleManifests.Resources.Single(resource => resource.Id == ResourceId.Parse(id));
        var root = System.Text.Json.Nodes.JsonNode.Parse(original.Json.Span)!;
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(metadata)!.AsObject())
            root["metadata"]![name] = value!.DeepClone();
        return new Resource(original.Id, original.ApiVersion, System.Text.Encoding.UTF8.GetBytes(root.ToJsonString()));
    }
}
