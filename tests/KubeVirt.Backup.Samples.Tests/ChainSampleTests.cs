using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class ChainSampleTests : IDisposable
{
    private const string Chain = "docs/samples/chain.cs";

    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    [Fact]
    public async Task Documents_tell_what_a_restore_takes_and_what_can_be_pruned()
    {
        string[] files =
        [
            await WriteAsync("mon", 2, null),
            await WriteAsync("tue", 3, "cp-mon"),
            await WriteAsync("wed", 4, null),
        ];

        var run = await SampleRun.RunAsync(Chain, null, [.. files, "--restore", "tue", "--keep", "wed"]);

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("A restore of tue takes (2)");
        run.Output.IndexOf("mon/root", StringComparison.Ordinal)
            .ShouldBeLessThan(run.Output.IndexOf("tue/root", StringComparison.Ordinal));
        run.Output.ShouldContain("Can be pruned (2)");

        var gap = await SampleRun.RunAsync(Chain, null, files[1], "--restore", "tue");
        gap.ExitCode.ShouldBe(1);
        gap.Output.ShouldContain("KVB6001");
        gap.Output.ShouldContain("It cannot be restored");

        var wrong = await SampleRun.RunAsync(Chain, null, files[1], "--restore", "thu");
        wrong.ExitCode.ShouldBe(2);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> WriteAsync(string name, int day, string? since)
    {
        var taken = new DateTimeOffset(2026, 3, day, 1, 0, 0, TimeSpan.Zero);
        var file = new ChainFile
        {
            Volume = "root",
            Name = $"{name}/root",
            IsFull = since is null,
        };
        var document = new BackupDocument
        {
            StartedAt = taken,
            EndedAt = taken,
            Plan = BackupPlanDocument.Of(BackupPlanner.Plan([], new PlanOptions { AllowEmpty = true })),
            Points =
            [
                new ChainPoint
                {
                    Name = name,
                    Machine = Machine,
                    TakenAt = taken,
                    Kind = since is null ? ChainPointKind.Full : ChainPointKind.Incremental,
                    Checkpoint = $"cp-{name}",
                    Since = since,
                    Files = [file],
                },
            ],
        };
        var path = Path.Combine(_folder.FullName, $"{name}.json");
        await File.WriteAllTextAsync(path, document.ToJson());

        return path;
    }
}
