using System.Text.Json.Nodes;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Canaries;

/// <summary>Secrets full of canaries go in, and none comes out, but in what is there to hold Secrets.</summary>
public class CanaryTests
{
    private const string SecretTypes =
        "Opaque kubernetes.io/dockerconfigjson kubernetes.io/basic-auth kubernetes.io/ssh-auth "
        + "kubernetes.io/tls kubernetes.io/service-account-token bootstrap.kubernetes.io/token";

    private static readonly NameMap Copy = new(
        new Dictionary<string, string> { ["shop"] = "copy", ["mixed"] = "mixed-copy" }
    );

    // A sample and thirty machines of all kinds, whose Secrets are cloud-init data, keys, accounts and logins; and one
    // Secret of each type that a pod mounts.
    private static readonly IReadOnlyList<Resource> Laden =
    [
        .. Canary.Plant(Repository.SampleManifests.Resources),
        .. Canary.Plant(Repository.ThirtyMachines),
        .. Canary.Plant(OfEachType()),
    ];

    private static readonly BackupPlan Plan = BackupPlanner.Plan(Laden, null);

    public static TheoryData<string> Policies => [.. Restores.Keys];

    private static readonly Dictionary<string, RestorePolicy> Restores = new(StringComparer.Ordinal)
    {
        ["no policy"] = RestorePolicy.CreateBuilder().Build(),
        ["one that changes Secrets"] = RestorePolicy
            .CreateBuilder()
            .Add("mine", context => ChangeSecret(context))
            .Add(RestorePresets.Unique)
            .Build(),
        ["one that fails on Secrets"] = RestorePolicy
            .CreateBuilder()
            .Add("mine", context => FailOnSecret(context))
            .Add(RestorePresets.Preserve)
            .Build(),
    };

    static CanaryTests()
    {
        foreach (var preset in RestorePresets.All)
            Restores[preset.Name] = preset;
    }

    [Fact]
    public void A_plan_shows_none()
    {
        Plan.Graph.Nodes.Count(node => node.Id.Kind == Kinds.Secret && node.Resource is not null)
            .ShouldBeGreaterThan(15);
        Search(OutputsOf(Plan));
        Search(OutputsOf(Plan.Graph));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_restore_by_any_preset_shows_none_and_brings_it(string policy)
    {
        var result = Restores[policy].Apply(Plan.Graph, Copy, TestContext.Current.CancellationToken);

        Search(OutputsOf(result));
        var written = string.Concat(result.Resources.Select(ManifestWriter.ToYaml));
        if (policy != "one that fails on Secrets")
            Canary.IsIn(written).ShouldBeTrue("what is restored is not searched for nothing");
    }

    [Fact]
    public void A_comparison_shows_none_whatever_became_of_it()
    {
        var before = ResourceGraph.Create(Laden, BuiltInResolvers.Default);
        var without = ResourceGraph.Create(
            Laden.Select(resource => resource.Id.Kind == Kinds.Secret ? Bare(resource) : resource),
            BuiltInResolvers.Default
        );
        foreach (var (old, current) in new[] { (before, without), (without, before) })
        {
            var comparison = GraphComparison.Between(old, current);
            comparison.Changed.Count(change => change.Resource.Kind == Kinds.Secret).ShouldBeGreaterThan(15);
            Search([
                ("text", comparison.ToText()),
                ("JSON", comparison.ToJson()),
                ("differences", string.Join('\n', comparison.Changed.SelectMany(change => change.Fields))),
                ("values", string.Join('\n', comparison.Changed.SelectMany(change => change.Fields).Select(Values))),
                ("read back", ComparisonDocument.Read(comparison.ToJson()).ToJson()),
            ]);
        }
    }

    // What is wrong with a Secret is told without what it holds.
    [Theory]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {k: CANARY\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: *CANARY\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: !CANARY x\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: \"CANARY \\q\"\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: a\n  k: CANARY\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: @CANARY\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n\tk: CANARY\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  k: CANARY: CANARY: x\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  k: {{ CANARY }}\n")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"CANARY")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":CANARY}}")]
    [InlineData(
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"CANARY\\u12\"}}"
    )]
    [InlineData(
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"},\"stringData\":\"CANARY\"} CANARY"
    )]
    public void A_finding_on_a_broken_Secret_shows_none(string text)
    {
        foreach (var value in new[] { Canary.Value, Canary.Base64 })
        {
            var set = Manifest.Read(text.Replace("CANARY", value, StringComparison.Ordinal));
            Search([("findings", string.Join('\n', set.Findings)), ("fragment", set.Findings.ToHtmlFragment())]);
        }
    }

    [Fact]
    public void What_is_searched_finds_it_in_every_form()
    {
        foreach (var padding in new[] { "", "a", "ab", "abc" })
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes($"{padding}{Canary.Value}{padding}");
            Canary.IsIn(Convert.ToBase64String(bytes)).ShouldBeTrue();
            Canary.IsIn(Convert.ToHexStringLower(bytes)).ShouldBeTrue();
            Canary.IsIn(System.Text.Encoding.UTF8.GetString(bytes)).ShouldBeTrue();
        }

        Canary.IsIn("example-only").ShouldBeFalse();
        Canary.Plant(OfEachType().Skip(1)).ShouldAllBe(secret => Canary.IsIn(ManifestWriter.ToYaml(secret)));
    }

    private static IEnumerable<(string Output, string Text)> OutputsOf(BackupPlan plan) =>
        [
            ("plan as text", plan.ToText(int.MaxValue)),
            ("plan as JSON", plan.ToJson()),
            ("plan as page", plan.ToHtml()),
            ("plan as fragment", plan.ToHtmlFragment()),
            ("plan as Mermaid", plan.ToMermaid()),
            ("plan as DOT", plan.ToDot()),
            ("plan as tree", plan.ToTree()),
            ("plan in one line", plan.ToString()),
            ("plan read back", BackupPlanDocument.Read(plan.ToJson()).ToJson()),
            ("machines", string.Join('\n', plan.Machines)),
            ("verdicts", string.Join('\n', plan.Machines.Select(machine => machine.Verdict))),
            ("findings", string.Join('\n', plan.Findings)),
            ("findings as fragment", plan.Findings.ToHtmlFragment()),
        ];

    private static IEnumerable<(string Output, string Text)> OutputsOf(ResourceGraph graph) =>
        [
            ("graph as Mermaid", graph.ToMermaid(int.MaxValue)),
            ("graph as DOT", graph.ToDot()),
            ("graph as fragment", graph.ToHtmlFragment(int.MaxValue)),
            ("graph in one line", graph.ToString()),
            ("nodes", string.Join('\n', graph.Nodes)),
            ("edges", string.Join('\n', graph.Edges)),
            ("resources", string.Join('\n', graph.Nodes.Select(node => node.Resource))),
            .. graph.Nodes.Select(node => ($"tree of {node.Id}", graph.ToTree(node.Id, int.MaxValue))),
        ];

    private static IEnumerable<(string Output, string Text)> OutputsOf(RestoreResult result)
    {
        var rehearsal = RestoreRehearsal.Run(result, new RehearsalTarget(), TestContext.Current.CancellationToken);
        return
        [
            ("restore as text", result.ToText()),
            ("restore as JSON", result.ToJson()),
            ("restore as JSON with rehearsal", result.ToJson(rehearsal)),
            ("restore as diff", result.ToDiff()),
            ("restore as page", result.ToHtml()),
            ("restore as page with rehearsal", result.ToHtml(rehearsal)),
            ("restore as fragment", result.ToHtmlFragment()),
            ("restore in one line", result.ToString()),
            ("restore read back", RestoreDocument.Read(result.ToJson()).ToJson()),
            ("changes", string.Join('\n', result.Changes)),
            (
                "values of changes",
                string.Join('\n', result.Changes.Select(change => $"{change.Before} {change.After}"))
            ),
            ("skipped", string.Join('\n', result.Skipped)),
            ("owners", string.Join('\n', result.Owners)),
            ("volumes", string.Join('\n', result.Volumes)),
            ("needs", TargetNeeds.Of(result).ToText()),
            ("findings", string.Join('\n', result.Findings)),
            ("findings as fragment", result.Findings.ToHtmlFragment()),
            ("rehearsal as text", rehearsal.ToText()),
            ("rehearsal as JSON", rehearsal.ToJson()),
            ("rehearsal in one line", rehearsal.ToString()),
            ("story", string.Join('\n', rehearsal.Story)),
        ];
    }

    private static void Search(IEnumerable<(string Output, string Text)> outputs)
    {
        foreach (var (output, text) in outputs)
            Canary.ShouldNotBeIn(text, output);
    }

    private static string Values(FieldDifference field) => $"{field.Before} {field.After}";

    private static Resource Bare(Resource secret) =>
        Resource.Parse(
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = new JsonObject { ["name"] = secret.Id.Name, ["namespace"] = secret.Id.Namespace },
                ["data"] = new JsonObject { ["canary"] = "b3RoZXI=" },
            }.ToJsonString()
        );

    private static IEnumerable<Resource> OfEachType()
    {
        var types = SecretTypes.Split(' ');
        var volumes = types.Select((_, i) => $$$"""{"name":"v{{{i}}}","secret":{"secretName":"type-{{{i}}}"}}""");
        yield return Resource.Parse(
            $$$"""{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"mounts","namespace":"shop"},"spec":{"template":{"spec":{"domain":{},"volumes":[{{{string.Join(',', volumes)}}}]} } } }"""
        );
        foreach (var (i, type) in types.Index())
        {
            yield return Resource.Parse(
                $$$"""{"apiVersion":"v1","kind":"Secret","type":"{{{type}}}","metadata":{"name":"type-{{{i}}}","namespace":"shop","uid":"t-{{{i}}}"},"data":{"a":"","b":""}}"""
            );
        }
    }

    private static void ChangeSecret(RestoreContext context)
    {
        if (context.Id.Kind != Kinds.Secret)
            return;

        context.Draft.Set("/data/added", Canary.Base64);
        context.Draft.Set("/metadata/annotations/added", Canary.Value);
        context.Draft.Edit(root => root["stringData"] = new JsonObject { ["moved"] = Canary.Value });
    }

    private static void FailOnSecret(RestoreContext context)
    {
        if (context.Id.Kind == Kinds.Secret)
            throw new InvalidOperationException($"cannot convert {Canary.Value}, {Canary.Base64}");
    }
}
