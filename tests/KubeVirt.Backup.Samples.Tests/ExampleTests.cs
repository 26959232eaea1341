using System.Net;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>
/// The examples in the documentation of types compile against the packages as they are. They may speak of what a reader
/// has at that point: a client, a plan, a restore.
/// </summary>
public partial class ExampleTests
{
    private const string WhatIsAtHand = """
        #pragma warning disable
        using System.Text.Json;
        using System.Text.Json.Nodes;
        using k8s;
        using KubeVirt.Backup;
        using KubeVirt.Backup.Chains;
        using KubeVirt.Backup.Client.Actions;
        using KubeVirt.Backup.Client.Apply;
        using KubeVirt.Backup.Client.Cluster;
        using KubeVirt.Backup.Client.Exports;
        using KubeVirt.Backup.Client.Files;
        using KubeVirt.Backup.Client.Freeze;
        using KubeVirt.Backup.Client.Guests;
        using KubeVirt.Backup.Client.Incremental;
        using KubeVirt.Backup.Client.Rollback;
        using KubeVirt.Backup.Client.Sessions;
        using KubeVirt.Backup.Client.Snapshots;
        using KubeVirt.Backup.Comparing;
        using KubeVirt.Backup.Documents;
        using KubeVirt.Backup.Findings;
        using KubeVirt.Backup.Formats;
        using KubeVirt.Backup.Graph;
        using KubeVirt.Backup.Manifests;
        using KubeVirt.Backup.Planning;
        using KubeVirt.Backup.Platforms;
        using KubeVirt.Backup.Rehearsal;
        using KubeVirt.Backup.Resolvers;
        using KubeVirt.Backup.Restore;
        using KubeVirt.Backup.Rollback;
        using KubeVirt.Backup.Testing;
        using Microsoft.Extensions.DependencyInjection;

        IKubernetes client = null!;
        string yaml = null!;
        ManifestSet manifests = null!;
        ResourceGraph graph = null!;
        BackupPlan plan = null!;
        RestoreResult result = null!;
        CancellationToken cancellationToken = default;

        """;

    private static readonly string[] Packages =
    [
        "KubeVirt.Backup",
        "KubeVirt.Backup.Client",
        "KubeVirt.Backup.Testing",
    ];

    public static TheoryData<string> Files =>
        [
            .. Packages
                .Select(package => Path.Combine("src", package))
                .SelectMany(folder => Repository.Sources(folder).Select(file => (folder, file.Path, file.Text)))
                .Where(file => file.Text.Contains("/// <example>", StringComparison.Ordinal))
                .Select(file => Path.Combine(file.folder, file.Path)),
        ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task An_example_compiles(string file)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf(file), TestContext.Current.CancellationToken);
        foreach (Match example in Example().Matches(text))
        {
            var code = WhatIsAtHand + Unwrap(example.Groups["code"].Value);
            Errors(code).ShouldBeEmpty(code);
        }
    }

    [Fact]
    public void An_example_that_does_not_compile_is_noticed() =>
        Errors(WhatIsAtHand + "plan.Nobody();").ShouldNotBeEmpty();

    private static IEnumerable<string> Errors(string code) =>
        SnippetProgram
            .CompilationOf("example", code)
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString());

    private static string Unwrap(string comment) => WebUtility.HtmlDecode(Margin().Replace(comment, ""));

    [GeneratedRegex("""/// <code language="csharp">(?<code>.*?)</code>""", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("^[ \t]*/// ?", RegexOptions.Multiline)]
    private static partial Regex Margin();
}
