using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using KubeVirt.Backup.Benchmarks;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Formats;

/// <summary>The pages of plans and restores, as far as they can be read without a browser.</summary>
public sealed partial class PageTests : IDisposable
{
    private const int Megabyte = 1_000_000;
    private const int MostLines = 250;

    private static readonly string Assets = Repository.PathOf("src", "KubeVirt.Backup", "Formats", "Page", "Assets");
    private static readonly string[] HostileTexts =
    [
        "</script><img src=x onerror=alert(1)>",
        "<!--<script>",
        "]]>",
        "\"'`#;--{}[]()|\\",
        "\u202Egnp.exe",
        "\u2028\u2029\u0000\u001b[2J",
        "&lt;b&gt;&#x3c;",
        new string('n', 253),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    private static BackupPlan Sample { get; } = BackupPlanner.Plan(Repository.SampleManifests);

    [Fact]
    public async Task A_page_of_500_machines_is_smaller_than_a_megabyte()
    {
        Dump.Write(_folder.FullName, 500);
        var options = new ManifestOptions { DropManagedFields = true };
        var manifests = await new ManifestReader(options).ReadPathsAsync(
            [_folder.FullName],
            TestContext.Current.CancellationToken
        );
        var plan = BackupPlanner.Plan(manifests);
        plan.Graph.Nodes.Count.ShouldBeGreaterThan(5000);

        Encoding.UTF8.GetByteCount(plan.ToHtml()).ShouldBeLessThan(Megabyte);
        var restore = RestorePresets.Unique.Apply(plan.Graph, NameMap.Empty);
        Encoding.UTF8.GetByteCount(restore.ToHtml()).ShouldBeLessThan(Megabyte);
    }

    [Fact]
    public void A_browser_is_told_to_run_nothing_but_the_styles_and_scripts_of_the_page()
    {
        var page = Sample.ToHtml();
        var policy = Policy().Match(page).Groups["policy"].Value;
        policy.ShouldStartWith("default-src 'none'; ");
        policy.ShouldContain($"style-src '{Hash(Style().Match(page).Groups["text"].Value)}'");
        policy.ShouldContain($"script-src '{Hash(Script().Match(page).Groups["text"].Value)}'");
    }

    [Fact]
    public void A_page_names_no_other_file() =>
        RestorePresets
            .Unique.Apply(Sample.Graph, NameMap.Empty)
            .ToHtml()
            .ShouldNotMatch("(src|href)=|url\\(|@import|fetch\\(");

    [Fact]
    public void Scripts_read_no_text_as_HTML_and_are_small()
    {
        foreach (var file in Directory.EnumerateFiles(Assets, "*.js").Where(file => !file.EndsWith(".min.js")))
        {
            var text = File.ReadAllText(file);
            text.ShouldNotMatch("innerHTML|outerHTML|insertAdjacent|document\\.write|eval\\(|new Function|</", file);
            text.Split('\n').Length.ShouldBeLessThan(MostLines, file);
        }
    }

    [Fact]
    public void What_others_made_is_named_with_its_license()
    {
        var notices = File.ReadAllText(Repository.PathOf("src", "KubeVirt.Backup", "THIRD-PARTY-NOTICES.txt"));
        var library = File.ReadAllText(Path.Combine(Assets, "dagre.min.js"));
        var version = Version().Match(library).Value;
        notices.ShouldContain(version);
        File.ReadAllText(Path.Combine(Assets, "dagre.txt")).ShouldContain(version);
        library.ShouldContain("Permission is hereby granted");
    }

    [Fact]
    public void No_text_leaves_its_place() =>
        Gen.OneOf(Gen.String, Gen.Int[0, HostileTexts.Length - 1].Select(number => HostileTexts[number]))
            .Array[1, 5]
            .Sample(texts =>
            {
                var objects = texts.Select((text, number) => Machine($"{NameOf(text)}{number}", text)).ToList();
                var plan = BackupPlanner.Plan(objects, null);
                var restore = RestorePresets.Unique.Apply(plan.Graph, NameMap.Empty);
                var names = plan.Graph.Nodes.Select(node => PrintableText.Escape(node.Id.Name));

                NamesIn(plan.ToHtml()).ShouldBe(names);
                NamesIn(restore.ToHtml()).ShouldNotBeEmpty();
            });

    [Fact]
    public void A_rehearsal_stands_in_the_page_of_its_restore()
    {
        var restore = RestorePresets.Unique.Apply(Sample.Graph, NameMap.Empty);
        var rehearsal = RestoreRehearsal.Run(restore, new RehearsalTarget(), TestContext.Current.CancellationToken);
        var data = DataIn(restore.ToHtml(rehearsal));
        data.GetProperty("rehearsal").GetProperty("events").GetInt32().ShouldBe(rehearsal.Story.Count);
        DataIn(restore.ToHtml()).TryGetProperty("rehearsal", out _).ShouldBeFalse();
    }

    [Fact]
    public void No_value_of_a_secret_is_in_a_page()
    {
        const string Value = "aHVudGVyMg==";
        var secret = Resource.Parse(
            $$$"""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"a","uid":"u",
            "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{{{Value}}}"}},"data":{"k":"{{{Value}}}"}}
            """
        );
        var plan = BackupPlanner.Plan([secret], new PlanOptions { Roots = [secret.Id] });
        plan.ToHtml().ShouldNotContain(Value);
        var map = new NameMap(new Dictionary<string, string> { ["a"] = "b" });
        RestorePresets.Unique.Apply(plan.Graph, map).ToHtml().ShouldNotContain(Value);
    }

    /// <summary>A page without what is the same in all.</summary>
    internal static string WithoutAssets(string page)
    {
        var withoutStyle = Style().Replace(page, "<style></style>");
        var withoutScript = Script().Replace(withoutStyle, "<script></script>");
        return Policy().Replace(withoutScript, "content=\"\"");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Resource Machine(string name, string text)
    {
        var node = new
        {
            apiVersion = "kubevirt.io/v1",
            kind = "VirtualMachine",
            metadata = new
            {
                name,
                @namespace = "shop",
                annotations = new Dictionary<string, string> { [text] = text },
            },
            spec = new
            {
                runStrategy = text,
                template = new { spec = new { volumes = new[] { new { name = text } } } },
            },
        };
        return Resource.Parse(JsonSerializer.SerializeToUtf8Bytes(node));
    }

    /// <summary>What of a text can stand in a name.</summary>
    private static string NameOf(string text) => string.Concat(text.Where(c => ResourceId.IsName($"a{c}")));

    private static IEnumerable<string> NamesIn(string page) =>
        DataIn(page).GetProperty("nodes").GetProperty("name").EnumerateArray().Select(name => name.GetString()!);

    /// <summary>The data of a page; the page has its two scripts and no other.</summary>
    private static JsonElement DataIn(string page)
    {
        page.Split("</script").Length.ShouldBe(3);
        page.Split("<script").Length.ShouldBe(3);
        return JsonDocument.Parse(Data().Match(page).Groups["text"].Value).RootElement;
    }

    private static string Hash(string text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    [GeneratedRegex("content=\"(?<policy>default-src[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Policy();

    [GeneratedRegex("<style>(?<text>.*?)</style>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Script();

    [GeneratedRegex(
        "<script type=\"application/json\" id=\"data\">(?<text>.*?)</script>",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Data();

    [GeneratedRegex("@dagrejs/dagre [0-9.]+[0-9]")]
    private static partial Regex Version();
}
