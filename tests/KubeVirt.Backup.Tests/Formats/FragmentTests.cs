using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Formats;

public partial class FragmentTests
{
    private static readonly BackupPlan Plan = BackupPlanner.Plan(
        Repository.SampleManifests.Resources,
        new PlanOptions { Roots = [ResourceId.Parse("VirtualMachine.kubevirt.io/shop/cache")] }
    );

    private static readonly RestoreResult Restored = RestorePresets.Unique.Apply(
        Plan.Graph,
        new NameMap(new Dictionary<string, string> { ["shop"] = "copy" })
    );

    private static readonly HashSet<string> KnownElements =
    [
        .. "div style p table thead tbody tr th td bdi small code br span details summary".Split(' '),
        .. "svg g title rect text path ul li".Split(' '),
    ];

    // What breaks out of a text, an attribute, a tag, a style or a line, and what turns a text around.
    private static readonly string[] Hostile =
    [
        "\"",
        "'",
        "<",
        ">",
        "&",
        "#",
        ";",
        "<!--",
        "-->",
        "]]>",
        "</style>",
        "<script>alert(1)",
        "\"onload=\"x",
        "\u202E",
        "\u2066",
        "\u05D0\u05D1",
        "\u0627\u0644",
        "\u0007",
        "\u001b[31m",
        "😀",
        "a",
        "-",
        "𝔘",
        "&amp;",
        "{",
        "}",
    ];

    private static readonly Gen<string> HostileText = TextOf(Hostile);

    // Of these a name in the API consists, whatever validation a cluster has.
    private static readonly Gen<string> HostileName = TextOf([.. Hostile.Where(ResourceId.IsName)]);

    [Fact]
    public void A_plan_as_a_fragment() => Approve(Plan.ToHtmlFragment(), "plan.fragment");

    [Fact]
    public void A_restore_as_a_fragment() => Approve(Restored.ToHtmlFragment(), "restore.fragment");

    [Fact]
    public void Whatever_names_hold_a_fragment_is_well_formed_and_holds_nothing_but_its_own_elements() =>
        Gen.Select(HostileName, HostileName, HostileText)
            .Sample(
                (machine, claim, label) =>
                {
                    var plan = PlanOf(Machine(machine, claim, label));
                    var restored = RestorePresets.Unique.Apply(plan.Graph, NameMap.Empty);
                    Titles(plan.ToHtmlFragment()).ShouldContain(PrintableText.Escape(plan.Roots[0].ToString()));
                    Titles(plan.Graph.ToHtmlFragment());
                    Titles(restored.ToHtmlFragment());
                },
                iter: 60
            );

    [Fact]
    public void Whatever_a_finding_says_is_text() =>
        Gen.Select(HostileText, HostileText)
            .Sample(
                (message, path) =>
                {
                    var finding = new Finding("KVB1001", FindingSeverity.Error, null, path, message);
                    var fragment = Parse(new[] { finding }.ToHtmlFragment());
                    fragment.Value.ShouldContain(PrintableText.Escape(message));
                },
                iter: 60
            );

    [Fact]
    public void A_long_name_is_shortened_where_it_is_shown_and_whole_in_its_title()
    {
        var name = new string('a', 252) + "z";
        var plan = PlanOf(Machine(name, "claim", "label"));
        var fragment = Parse(plan.ToHtmlFragment());

        Titles(plan.ToHtmlFragment()).ShouldContain($"VirtualMachine.kubevirt.io/shop/{name}");
        fragment
            .Descendants()
            .Where(element => element.Name.LocalName == "text")
            .ShouldAllBe(text => text.Value.Length <= 30);
    }

    [Fact]
    public void Styles_reach_nothing_but_the_fragment()
    {
        var style = Parse(Plan.ToHtmlFragment()).Element("style")!.Value;

        foreach (Match rule in Rule().Matches(style))
            rule.Groups[1]
                .Value.Split(',')
                .ShouldAllBe(selector => selector.StartsWith(".kubevirt-backup", StringComparison.Ordinal));
    }

    [Fact]
    public void A_graph_of_too_many_objects_is_named_and_not_drawn()
    {
        var graph = ResourceGraph.Create(Repository.SampleManifests.Resources, BuiltInResolvers.Default);

        graph.ToHtmlFragment(maxNodes: 10).ShouldContain("too many for a picture");
        graph.ToHtmlFragment(maxNodes: 10).ShouldNotContain("<svg");
        graph.ToHtmlFragment(maxNodes: 1000).ShouldContain("<svg");
    }

    private static Gen<string> TextOf(string[] parts) =>
        Gen.Int[0, parts.Length - 1].Select(n => parts[n]).Array[1, 40].Select(some => string.Concat(some));

    private static BackupPlan PlanOf(Resource machine) => BackupPlanner.Plan(new ManifestSet([machine], []));

    private static Resource Machine(string name, string claim, string label)
    {
        var machine = new JsonObject
        {
            ["apiVersion"] = "kubevirt.io/v1",
            ["kind"] = "VirtualMachine",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "shop",
                ["labels"] = new JsonObject { [label] = label },
                ["finalizers"] = new JsonArray(label),
            },
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject
                {
                    ["spec"] = new JsonObject
                    {
                        ["volumes"] = new JsonArray(
                            new JsonObject
                            {
                                ["name"] = "a",
                                ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim },
                            }
                        ),
                    },
                },
            },
        };

        return Resource.Parse(machine.ToJsonString());
    }

    private static XElement Parse(string fragment)
    {
        var parsed = XElement.Parse(fragment);
        foreach (var element in parsed.DescendantsAndSelf())
        {
            KnownElements.ShouldContain(element.Name.LocalName);
            element
                .Attributes()
                .ShouldAllBe(attribute => !attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        }

        return parsed;
    }

    private static List<string> Titles(string fragment) =>
        [.. Parse(fragment).Descendants().Attributes("title").Select(title => title.Value)];

    private static void Approve(string text, string what) =>
        Approved.Compare(
            text,
            Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Formats", "Approved", $"{what}.approved.html")
        );

    [GeneratedRegex(@"([^{}]+)\{[^}]*\}")]
    private static partial Regex Rule();
}
