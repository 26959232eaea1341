using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// A folder for each case: <c>input.yaml</c>, <c>policy.txt</c> with the names of policies or presets, parameters
/// behind them, and with maps, and <c>expected.txt</c> with all that is changed, left out and reported.
/// </summary>
public class PolicyFixtureTests
{
    private static readonly string Folder = Path.Combine(
        Repository.Root,
        "tests",
        "KubeVirt.Backup.Tests",
        "Fixtures",
        "Policies"
    );

    public static TheoryData<string> Cases => [.. Names];

    // The others exchange two namespaces, or take off the marks by which they knew an unfinished volume, and so change
    // again.
    public static TheoryData<string> StableCases => [.. Names.Except(["names", "velero-marks"])];

    private static IEnumerable<string> Names =>
        Directory
            .EnumerateDirectories(Folder)
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_comes_out_as_expected(string name)
    {
        var (policy, names, input) = PolicyCase.Open(Path.Combine(Folder, name));
        var result = policy.Apply(
            ResourceGraph.Create(input, BuiltInResolvers.Default),
            names,
            TestContext.Current.CancellationToken
        );
        var expected = Path.Combine(Folder, name, "expected.txt");
        Approved.Compare(PolicyCase.Describe(result), expected);
    }

    [Theory]
    [MemberData(nameof(StableCases))]
    public void A_case_applied_to_its_own_result_changes_nothing_more(string name)
    {
        var (policy, names, input) = PolicyCase.Open(Path.Combine(Folder, name));
        var once = policy.Apply(
            ResourceGraph.Create(input, BuiltInResolvers.Default),
            names,
            TestContext.Current.CancellationToken
        );
        var twice = policy.Apply(
            ResourceGraph.Create(once.Resources, BuiltInResolvers.Default),
            names,
            TestContext.Current.CancellationToken
        );
        twice.Changes.Select(change => change.ToString()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("strip-velero-marks")]
    [InlineData("preserve")]
    public void What_velero_marked_comes_out_the_same_the_second_time(string policy)
    {
        var manifests = new ManifestReader().Read(
            File.ReadAllBytes(Path.Combine(Folder, "velero-marks", "input.yaml")),
            "input"
        );
        var once = PolicyCase
            .Policies[policy]
            .Apply(
                ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default),
                cancellationToken: TestContext.Current.CancellationToken
            );
        once.Resources.Single(resource => resource.Id.Name == "saved")
            .StringAt("/metadata/labels/velero.kubevirt.io~1pvc-uid")
            .ShouldBe("mine");
        PolicyCase
            .Policies[policy]
            .Apply(
                ResourceGraph.Create(once.Resources, BuiltInResolvers.Default),
                cancellationToken: TestContext.Current.CancellationToken
            )
            .Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Every_policy_stands_in_the_documentation_and_in_a_case()
    {
        var page = PolicyPages.Text;
        var expected = string.Join(
            '\n',
            Directory.EnumerateFiles(Folder, "expected.txt", SearchOption.AllDirectories).Select(File.ReadAllText)
        );
        foreach (
            var policy in PolicyCase
                .Policies.Keys.Where(name => name is not ("guide" or "preserve" or "unique"))
                .Concat(PolicyLines.Names)
        )
        {
            page.ShouldContain($"| {policy} |");
            if (!policy.StartsWith("warn-of-", StringComparison.Ordinal))
                expected.ShouldContain($"[{policy}]");
        }
    }

    [Fact]
    public void The_documentation_lists_the_steps_of_a_preset_in_their_order()
    {
        var rows = PolicyPages
            .Text.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1])
            .ToList();
        foreach (var preset in new[] { RestorePresets.Guide, RestorePresets.Preserve, RestorePresets.Unique })
            rows.Intersect(preset.Steps.Select(step => step.Name)).ShouldBe(preset.Steps.Select(step => step.Name));
    }
}
