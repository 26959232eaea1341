using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>Whoever writes an object does not write to the terminal, and what he writes costs no minutes.</summary>
public class HostileInputTests
{
    private const string Escape = "\u001b[2J";

    public static TheoryData<string> Broken =>
        [
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":hunter2,}]""",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"hunter2""",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: *hunter2}\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: !hunter2 x}\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: \"hunter2\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  p: @hunter2: x\n",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  p: %hunter2\n",
        ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void No_word_of_what_cannot_be_read_is_passed_on(string text)
    {
        var findings = Manifest.Read(text).Findings;
        findings.ShouldNotBeEmpty();
        findings.ShouldAllBe(finding => !finding.Message.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_broken_literal_before_many_objects_makes_a_short_finding()
    {
        var rest = string.Concat(Enumerable.Repeat("""{"apiVersion":"v1","kind":"Secret","data":"x"}""", 20_000));
        Manifest.Read($"[tru{rest}]").Findings.ShouldAllBe(finding => finding.Message.Length < 500);
    }

    [Theory]
    [InlineData("a\\u001b[31mb")]
    [InlineData("a\\u202eb")]
    [InlineData("a\\nb")]
    [InlineData("a\\\\b")]
    [InlineData("..")]
    public void A_name_that_does_not_print_or_leads_elsewhere_is_refused_and_shown_harmless(string name)
    {
        var set = Manifest.Read($$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{{name}}}"}}""");
        set.Resources.ShouldBeEmpty();
        set.OnlyFinding(FindingIds.NotAResource).Message.ShouldAllBe(c => PrintableText.IsPrintable(c));
    }

    [Theory]
    [InlineData("%%{init}%%")]
    [InlineData("Secret\\u0007")]
    [InlineData("Se cret")]
    [InlineData("S\\\"]")]
    public void A_kind_that_can_be_none_is_refused(string kind) =>
        Manifest
            .Read($$$"""{"apiVersion":"v1","kind":"{{{kind}}}","metadata":{"name":"s"}}""")
            .Resources.ShouldBeEmpty();

    [Fact]
    public void Texts_of_objects_reach_no_output_as_they_are()
    {
        var manifests = Manifest.Read(
            """
            {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns","uid":"u",
            "annotations":{"a\u001b[2J\u202e\n":"x\u001b[2J\u202ey"}},
            "spec":{"runStrategy":"Always","template":{"metadata":{"annotations":{"x\u001b[2J":"1"}},"spec":{"domain":{},
            "volumes":[{"name":"d\u001b[2J","hostDisk":{"path":"/x"}}]}}}}
            """
        );
        var plan = BackupPlanner.Plan(manifests);
        var policy = RestorePolicy
            .CreateBuilder()
            .Add("touch", context => context.Draft.Set("/metadata/annotations/b\u001b[2J\u202e", "z\u001b[2J"))
            .Build();
        var restore = policy.Apply(plan.Graph, cancellationToken: TestContext.Current.CancellationToken);

        string[] outputs =
        [
            plan.ToText(),
            plan.ToJson(),
            plan.ToHtml(),
            plan.ToMermaid(),
            plan.ToDot(),
            restore.ToText(),
            restore.ToJson(),
            restore.ToDiff(),
        ];
        foreach (var output in outputs)
        {
            output.ShouldNotContain(Escape);
            output.ShouldAllBe(c => c == '\n' || c == '\r' || PrintableText.IsPrintable(c));
        }
    }

    [Fact]
    public async Task What_the_writer_of_archives_takes_the_reader_reads()
    {
        string[] names = ["a", "a:b", "c:", "-", "~", "a b".Replace(' ', '\u00e9'), new string('n', 1024), "..."];
        Resource[] resources =
        [
            .. names.Select(name =>
                Resource.Parse(
                    $$$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"namespace":"ns","name":"{{{name}}}"}}"""
                )
            ),
        ];
        var token = TestContext.Current.CancellationToken;
        using var archive = new MemoryStream();
        await VeleroArchive.WriteAsync(resources, archive, token);
        archive.Position = 0;

        var read = await VeleroArchive.ReadAsync(archive, "x", null, token);
        read.Findings.ShouldBeEmpty();
        read.Resources.Select(resource => resource.Id.Name).Order().ShouldBe(names.Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_text_that_selects_networks_without_end_is_a_finding_at_once(bool isJson)
    {
        var names = Enumerable.Range(0, 100_000).Select(i => isJson ? $$"""{\"name\":\"n{{i}}\"}""" : $"n{i}");
        var text = isJson ? $"[{string.Join(',', names)}]" : string.Join(',', names);
        const string Template =
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"template":{"metadata":{"annotations":{"k8s.v1.cni.cncf.io/networks":"TEXT"}}}}}""";
        var machine = Resource.Parse(Template.Replace("TEXT", text, StringComparison.Ordinal));
        var graph = ResourceGraph.Create([machine], BuiltInResolvers.Default);
        graph.Nodes.Count.ShouldBeLessThan(10);
        graph.Findings.ShouldContain(finding =>
            finding.Id == FindingIds.UnexpectedType
            && finding.Path == "/spec/template/metadata/annotations/k8s.v1.cni.cncf.io~1networks"
        );
    }
}
