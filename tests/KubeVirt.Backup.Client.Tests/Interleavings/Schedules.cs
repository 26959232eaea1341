using System.Globalization;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>
/// Runs something in every order that leaves the order of waiting up to a number of times, in more of them by
/// <c>KUBEVIRT_BACKUP_DEVIATIONS=5</c>, or in the one that a failure names, by <c>KUBEVIRT_BACKUP_SCHEDULE=0.1.2</c>.
/// </summary>
internal static class Schedules
{
    private const string Variable = "KUBEVIRT_BACKUP_SCHEDULE";
    private const string MoreVariable = "KUBEVIRT_BACKUP_DEVIATIONS";
    private const int MostFailures = 5;

    /// <summary>Runs every order, and fails with what went wrong and the orders that show it.</summary>
    /// <param name="run">What goes wrong in an order; empty where nothing does.</param>
    /// <param name="mostDeviations">How often the order of waiting is left where nothing else is asked for.</param>
    /// <returns>How many orders there are.</returns>
    public static async Task<int> RunAllAsync(Func<Schedule, Task<IReadOnlyList<string>>> run, int mostDeviations)
    {
        var only = Environment.GetEnvironmentVariable(Variable);
        if (Environment.GetEnvironmentVariable(MoreVariable) is { Length: > 0 } more)
            mostDeviations = Math.Max(mostDeviations, int.Parse(more, CultureInfo.InvariantCulture));

        var wrong = new List<string>();
        var count = 0;
        var schedule = string.IsNullOrEmpty(only) ? new Schedule() : Schedule.Parse(only);
        while (schedule is not null && wrong.Count < MostFailures)
        {
            var found = await run(schedule).ConfigureAwait(false);
            wrong.AddRange(found.Select(what => $"{Variable}={schedule}: {what}"));
            count++;
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            schedule = string.IsNullOrEmpty(only) ? schedule.Next(mostDeviations) : null;
        }

        Assert.True(wrong.Count == 0, $"after {count} orders\n{string.Join('\n', wrong)}");
        TestContext.Current.AddAttachment($"{count}-orders.txt", $"{count} orders");
        return count;
    }
}
