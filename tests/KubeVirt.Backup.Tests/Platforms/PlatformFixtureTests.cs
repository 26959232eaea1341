using System.Text;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Platforms;

/// <summary>
/// A folder for each platform and what one meets of it: <c>input.yaml</c> and <c>policy.txt</c> as policies have them,
/// <c>plan.txt</c> with what a plan holds, why, and what it finds, and <c>restore.txt</c> with all that a restore changes,
/// leaves out and reports.
/// </summary>
public class PlatformFixtureTests
{
    private static readonly string Folder = Repository.PathOf(
        "tests",
        "KubeVirt.Backup.Tests",
        "Fixtures",
        "Platforms"
    );

    public static TheoryData<string> Cases =>
        [
            .. Directory
                .EnumerateDirectories(Folder)
                .Select(folder => Path.GetFileName(folder)!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_plan_holds_what_belongs_to_the_machines(string name)
    {
        var (_, _, input) = PolicyCase.Open(Path.Combine(Folder, name));
        var plan = BackupPlanner.Plan(input, null);
        Approved.Compare(Describe(plan), Path.Combine(Folder, name, "plan.txt"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_restore_gives_back_what_is_the_users(string name)
    {
        var (policy, names, input) = PolicyCase.Open(Path.Combine(Folder, name));
        var graph = ResourceGraph.Create(input, BuiltInResolvers.Default);
        var result = policy.Apply(graph, names, TestContext.Current.CancellationToken);
        Approved.Compare(PolicyCase.Describe(result), Path.Combine(Folder, name, "restore.txt"));
    }

    // What a plan of the original finds wrong may be wrong in the copy as well, and nothing else.
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_restored_namespace_is_as_healthy_as_the_original_under_any_map(string name)
    {
        var (_, _, input) = PolicyCase.Open(Path.Combine(Folder, name));
        var before = Errors(input);
        foreach (
            var policy in new[] { RestorePresets.Preserve, RestorePresets.Unique, RestorePresets.DisasterRecovery }
        )
        {
            foreach (var names in MapsOf(input))
            {
                var graph = ResourceGraph.Create(input, BuiltInResolvers.Default);
                var result = policy.Apply(graph, names, TestContext.Current.CancellationToken);
                Errors(result.Resources).ShouldBeLessThanOrEqualTo(before, $"{policy.Name}");
                if (before == 0)
                    result.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ShouldBeEmpty();
            }
        }
    }

    private static IEnumerable<NameMap> MapsOf(IReadOnlyList<Resource> input)
    {
        var namespaces = input.Select(resource => resource.Id.Namespace).OfType<string>().Distinct().ToList();
        var machines = input
            .Where(resource => resource.Id.Kind == Kinds.VirtualMachine)
            .Select(resource => resource.Id);

        yield return NameMap.Empty;
        yield return new NameMap(namespaces: namespaces.ToDictionary(name => name, name => $"{name}-copy"));
        yield return new NameMap(names: machines.ToDictionary(id => id, id => $"{id.Name}-copy"));
    }

    private static int Errors(IEnumerable<Resource> resources) =>
        BackupPlanner
            .Plan(resources, new PlanOptions { AllowEmpty = true })
            .Findings.Count(finding => finding.Severity == FindingSeverity.Error);

    private static string Describe(BackupPlan plan)
    {
        var text = new StringBuilder();
        var position = 0;
        foreach (var set in plan.Sets)
        {
            foreach (var id in set)
                text.Append($"{position} {id}{Why(plan, id)}\n");
            position++;
        }

        foreach (var excluded in plan.Excluded)
            text.Append($"excluded {excluded.Resource}: {excluded.Reason}\n");
        foreach (var finding in plan.Findings)
            text.Append($"{finding}\n");
        foreach (var verdict in plan.Judge())
            text.Append($"{verdict}\n");

        return text.ToString();
    }

    private static string Why(BackupPlan plan, ResourceId id)
    {
        var found = plan.ClassOf(id);
        var reason = plan.Graph.Explain(id) is [.., var last] ? $" ({last.From.Kind.Kind} {last.Reference.Why})" : "";

        return found.Class == ObjectClass.Definition ? reason : $"{reason} {found}";
    }
}
