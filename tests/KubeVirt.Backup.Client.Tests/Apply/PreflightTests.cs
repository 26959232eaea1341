using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class PreflightTests
{
    private static readonly RestoreResult Copy = SampleCopy.Unique;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_right_that_is_missing_is_named_with_verb_resource_and_namespace()
    {
        await using var server = await TestCluster.StartAsync();
        server.AddUser(
            "weak",
            new TestRule("get list", "*"),
            new TestRule("create patch", "secrets configmaps", "copy")
        );
        using var client = server.CreateClient("weak");
        var messages = (await new ClusterTarget(client, Quick).PreflightAsync(Copy, null, Token))
            .Findings.Where(finding => finding.Id == FindingIds.WriteForbidden)
            .Select(finding => finding.Message)
            .ToList();
        messages.ShouldContain(
            "The account may not create virtualmachines.kubevirt.io in namespace copy, which the restore needs. Grant the verb to the account, or use one that has it."
        );
        messages.ShouldContain(message =>
            message.StartsWith("The account may not create namespaces at the cluster scope", StringComparison.Ordinal)
        );
        messages.ShouldNotContain(message =>
            message.Contains("secrets", StringComparison.Ordinal)
            || message.Contains("not get", StringComparison.Ordinal)
        );
        messages.ShouldBeUnique();
        foreach (
            var kind in Copy
                .Owners.Select(owner => owner.Object.Kind)
                .Distinct()
                .Where(kind => kind != Kinds.Secret && kind != Kinds.ConfigMap)
        )
            messages.ShouldContain(message =>
                message.Contains(
                    $"may not patch {KindNames.Resource(kind)} in namespace copy",
                    StringComparison.Ordinal
                )
            );
    }

    [Fact]
    public async Task What_a_wait_and_a_release_take_besides_is_named_too()
    {
        var held = SampleCopy.Held;
        var restore = held with
        {
            Owners = [],
            Sets =
            [
                [
                    .. held.Resources.Where(resource =>
                        resource.Id.Kind == Kinds.DataVolume || resource.Id.Kind == Kinds.VirtualMachine
                    ),
                ],
            ],
        };
        await using var server = await TestCluster.StartAsync();
        server.AddUser("creator", new TestRule("get list create", "virtualmachines datavolumes namespaces"));
        using var client = server.CreateClient("creator");
        var target = new ClusterTarget(client, Quick);
        (await Missing(new ApplyOptions())).ShouldBeEmpty();
        (await Missing(new ApplyOptions { Releases = true })).ShouldBe(
            [
                "The account may not get persistentvolumeclaims in",
                "The account may not patch virtualmachines.kubevirt.io in",
            ],
            ignoreOrder: true
        );

        async Task<IEnumerable<string>> Missing(ApplyOptions options) =>
            (await target.PreflightAsync(restore, options, Token))
                .Findings.Where(finding => finding.Id == FindingIds.WriteForbidden)
                .Select(finding => finding.Message.Split(" namespace")[0]);
    }

    [Fact]
    public async Task Rights_that_generated_roles_give_are_enough()
    {
        await using var server = await TestCluster.StartAsync();
        var rules = AccessRules
            .For(BuiltInResolvers.Default, AccessActions.Discover | AccessActions.Apply)
            .ToClusterRole("all")
            .At("/rules")!
            .Value;
        server.AddUser(
            "restorer",
            [
                .. rules
                    .EnumerateArray()
                    .Select(rule => new TestRule(
                        Words(rule, "verbs"),
                        Words(rule, "resources"),
                        null,
                        Words(rule, "apiGroups")
                    )),
            ]
        );
        using var client = server.CreateClient("restorer");
        (
            await new ClusterTarget(client, Quick).PreflightAsync(Copy, new ApplyOptions { Releases = true }, Token)
        ).Findings.ShouldNotContain(finding => finding.Id == FindingIds.WriteForbidden);
    }

    [Theory]
    [InlineData("requests.storage", "100Gi", "60Gi", true)]
    [InlineData("requests.storage", "1Ti", "60Gi", false)]
    [InlineData("ceph-rbd.storageclass.storage.k8s.io/requests.storage", "1Gi", "0", true)]
    [InlineData("other.storageclass.storage.k8s.io/requests.storage", "1", "0", false)]
    [InlineData("secrets", "3", "3", true)]
    [InlineData("count/virtualmachines.kubevirt.io", "100", "0", false)]
    [InlineData("count/virtualmachines.kubevirt.io", "1", "0", true)]
    public async Task What_a_quota_does_not_have_left_is_an_error(
        string resource,
        string hard,
        string used,
        bool exceeded
    )
    {
        await using var server = await TestCluster.StartAsync(Quota(resource, hard, used));
        using var client = server.CreateClient();
        var findings = (await new ClusterTarget(client, Quick).PreflightAsync(Copy, null, Token))
            .Findings.Where(finding => finding.Id == FindingIds.QuotaExceeded)
            .ToList();
        findings
            .Select(finding => finding.Resource)
            .ShouldBe(exceeded ? [new ResourceId(new GroupKind("", "ResourceQuota"), "copy", "q")] : []);
        findings.ShouldAllBe(finding => finding.Message.Contains(resource, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("count/datavolumes.cdi.kubevirt.io", "0", true)]
    [InlineData("count/datavolumes.cdi.kubevirt.io", "1", false)]
    [InlineData("persistentvolumeclaims", "0", true)]
    [InlineData("requests.storage", "1Gi", true)]
    public async Task What_KubeVirt_makes_from_the_template_of_a_machine_counts(
        string resource,
        string hard,
        bool exceeded
    )
    {
        await using var server = await TestCluster.StartAsync(Quota(resource, hard, "0"));
        using var client = server.CreateClient();
        var machine = Resource.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"copy","name":"db"},"spec":{"runStrategy":"Halted","dataVolumeTemplates":[{"metadata":{"name":"root"},"spec":{"source":{"blank":{}},"storage":{"resources":{"requests":{"storage":"2Gi"}}}}}],"template":{"spec":{}}}}"""
        );
        var restore = new RestoreResult(
            [
                [machine],
            ],
            [],
            [],
            []
        );
        var findings = (await new ClusterTarget(client, Quick).PreflightAsync(restore, null, Token)).Findings;
        findings.Any(finding => finding.Id == FindingIds.QuotaExceeded).ShouldBe(exceeded);
    }

    [Fact]
    public async Task What_cannot_be_looked_at_is_said()
    {
        await using var server = await TestCluster.StartAsync(Quota("secrets", "0", "0"));
        server.AddUser("blind", new TestRule("get create patch", "*"));
        using var client = server.CreateClient("blind");
        var findings = (await new ClusterTarget(client, Quick).PreflightAsync(Copy, null, Token))
            .Findings.Where(finding => finding.Id == FindingIds.TargetNotChecked)
            .ToList();
        findings.ShouldAllBe(finding => finding.Severity == FindingSeverity.Info);
        findings.ShouldContain(finding =>
            finding.Message.Contains("the quotas of namespace copy", StringComparison.Ordinal)
        );
        findings.ShouldContain(finding =>
            finding.Message.Contains("virtualmachines.kubevirt.io of other namespaces", StringComparison.Ordinal)
        );
        findings.ShouldContain(finding =>
            finding.Message.Contains("virtualmachines.kubevirt.io of namespace copy", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_guest_of_another_namespace_with_the_same_identity_is_found_and_the_machine_that_is_replaced_is_none()
    {
        var preserved = RestorePresets.Preserve.Apply(
            ResourceGraph.Create(Repository.SampleManifests.Resources, BuiltInResolvers.Default),
            cancellationToken: Token
        );
        await using var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        using var client = server.CreateClient();
        (await new ClusterTarget(client, Quick).PreflightAsync(preserved, null, Token)).Findings.ShouldNotContain(
            finding => finding.Id == FindingIds.IdentityCollides && finding.Severity == FindingSeverity.Error
        );
        var machine = preserved.Resources.First(resource =>
            resource.Id.Kind == Kinds.VirtualMachine
            && resource.StringAt("/spec/template/spec/domain/devices/interfaces/0/macAddress") is not null
        );
        server.Add([
            Resource.Parse(
                System
                    .Text.Encoding.UTF8.GetString(machine.Json.Span)
                    .Replace($"\"name\":\"{machine.Id.Name}\"", "\"name\":\"twin\"", StringComparison.Ordinal)
            ),
        ]);
        (await new ClusterTarget(client, Quick).PreflightAsync(preserved, null, Token)).Findings.ShouldContain(
            finding =>
                finding.Id == FindingIds.IdentityCollides
                && finding.Resource == machine.Id
                && finding.Message.Contains("twin", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_version_that_the_target_does_not_serve_is_named_beside_those_that_it_does()
    {
        await using var server = await TestCluster.StartAsync();
        server.Withdraw(Kinds.VirtualMachine);
        server.Serve(Kinds.VirtualMachine, "v2");
        server.Api.Types.RemoveAll(type => type.Kind.Group == "cdi.kubevirt.io");
        server.Api.Types.RemoveAll(type => type.Kind.Group == "kubevirt.io" && type.Version == "v1");
        using var client = server.CreateClient();
        var messages = (await new ClusterTarget(client, Quick).PreflightAsync(Copy, null, Token))
            .Findings.Where(finding => finding.Id == FindingIds.TargetLacks)
            .Select(finding => finding.Message)
            .ToList();
        messages.ShouldContain(
            "The target serves the group of VirtualMachine as kubevirt.io/v2, not as kubevirt.io/v1. It is the kind of VirtualMachine.kubevirt.io/copy/cache and 3 more objects. Convert the objects, or bring the target to the version of the source."
        );
        messages.ShouldContain(message =>
            message.StartsWith(
                "The target does not serve the kind DataVolume of cdi.kubevirt.io/v1beta1",
                StringComparison.Ordinal
            )
        );
    }

    [Theory]
    [InlineData(true, false, "")]
    [InlineData(
        false,
        false,
        "The target has no Namespace/copy. It is needed by the objects that are restored into it."
    )]
    [InlineData(true, true, "The target has Namespace/copy, which is being deleted. It is needed by the objects")]
    public async Task A_namespace_that_the_restore_creates_is_not_missing(bool creates, bool isEnding, string problem)
    {
        await using var server = await TestCluster.StartAsync();
        if (isEnding)
        {
            server.Add([
                Resource.Parse(
                    """
                    {"apiVersion":"v1","kind":"Namespace",
                     "metadata":{"name":"copy","deletionTimestamp":"2026-01-01T00:00:00Z","finalizers":["a/b"]}}
                    """
                ),
            ]);
        }

        using var client = server.CreateClient();
        var objects = Copy.Resources.Where(resource => resource.Id.Kind != Kinds.Namespace);
        var bringsNone = Copy with
        {
            Sets =
            [
                [.. objects],
            ],
        };
        var options = new ApplyOptions { CreatesNamespaces = creates };
        var found = (await new ClusterTarget(client, Quick).PreflightAsync(bringsNone, options, Token))
            .Findings.Where(finding => finding.Id == FindingIds.TargetLacks)
            .Where(finding => finding.Resource == new ResourceId(Kinds.Namespace, null, "copy"))
            .Select(finding => finding.Message)
            .ToList();

        if (problem.Length == 0)
            found.ShouldBeEmpty();
        else
            found.ShouldHaveSingleItem().ShouldStartWith(problem);
    }

    private static string Words(System.Text.Json.JsonElement rule, string name) =>
        string.Join(' ', rule.GetProperty(name).EnumerateArray().Select(word => word.GetString()));

    // The namespace is there, so that its objects are tried.
    private static Resource[] Quota(string resource, string hard, string used) =>
        [
            Resource.Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"copy"}}"""),
            Resource.Parse(
                $$$"""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"copy"},"status":{"hard":{"{{{resource}}}":"{{{hard}}}"},"used":{"{{{resource}}}":"{{{used}}}"} } }"""
            ),
        ];
}
