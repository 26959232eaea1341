using System.Text;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
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
