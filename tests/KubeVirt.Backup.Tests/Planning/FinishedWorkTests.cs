using KubeVirt.Backup.Findings;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Planning;

/// <summary>Statuses of kinds that nobody knows can have any shape.</summary>
public class FinishedWorkTests
{
    [Theory]
    [InlineData("""{"conditions":[{"type":"Ready","status":"True"},{"type":"Complete","status":"True"}]}""", true)]
    [InlineData("""{"conditions":[{"type":"Complete","status":"False"}]}""", false)]
    [InlineData("""{"conditions":[{"type":"Complete","status":true}]}""", false)]
    [InlineData("""{"conditions":[{"type":"Complete","status":{}}]}""", false)]
    [InlineData("""{"conditions":[{"type":"Complete"},{"type":7,"status":"True"},"Complete",null]}""", false)]
    [InlineData("""{"conditions":{"type":"Complete","status":"True"},"phase":["Done"],"endTime":""}""", false)]
    [InlineData("""{"phase":"done"}""", true)]
    [InlineData("""{"finishedAt":"2026-01-02T03:04:05Z"}""", true)]
    public void Only_a_status_that_says_so_is_one_of_finished_work(string status, bool isFinished)
    {
        var work = Resource.Parse(
            $$"""{"apiVersion":"tools.example.org/v1","kind":"Scrub","metadata":{"namespace":"shop","name":"weekly"},"status":{{status}}}"""
        );
        var plan = BackupPlanner.Plan([work], new PlanOptions { Roots = [work.Id] });
        plan.Findings.Any(finding => finding.Id == FindingIds.WouldRunAgain).ShouldBe(isFinished);
    }
}
