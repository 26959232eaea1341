using KubeVirt.Backup.Client;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>What a user is told who presses Ctrl-C.</summary>
public sealed class StoppedSampleTests : IDisposable
{
    private static readonly ResourceId Guest = ResourceId.Parse("VirtualMachineInstance.kubevirt.io/shop/db");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_backup_that_is_stopped_says_what_was_thawed_and_removed_and_that_nothing_was_written()
    {
        await using var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        // Without a controller no snapshot is ever taken, so the guest is frozen when the backup is stopped.
        SnapshotDriver.InstallOn(server);
        server.Controllers = () => { };
        var archive = Path.Combine(_folder.FullName, "shop.tar.gz");
        var run = await StopAsync(
            "live-backup",
            () => server.Guest(Guest).IsFrozen && HasSnapshots(server),
            ["--namespace", "shop", "--vm", "db", "--output", archive, "--freeze", "--snapshot"],
            server
        );

        run.ExitCode.ShouldBe(130, run.Error);
        run.Output.ShouldBeEmpty();
        run.Error.Trim()
            .ShouldBe($"Stopped. Thawed: {Guest}. The snapshots were removed. No archive was written.", run.Error);
        server.Guest(Guest).IsFrozen.ShouldBeFalse();
        HasSnapshots(server)
            .ShouldBeFalse(string.Join("\n", server.Requests.Where(r => r.ToString().Contains("snapshots"))));
        File.Exists(archive).ShouldBeFalse();
    }

    [Fact]
    public async Task A_restore_that_is_stopped_says_what_was_written_and_how_to_go_on()
    {
        await using var server = await TestCluster.StartAsync();
        var journal = Path.Combine(_folder.FullName, "journal");
        var run = await StopAsync(
            "live-restore",
            () => IsWaitedFor(server),
            [Repository.PathOf("docs", "samples", "manifests"), "--journal", journal, "--wait", "600"],
            server
        );

        run.ExitCode.ShouldBe(130, run.Error);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith("Stopped. Created: ");
        run.Error.ShouldContain("ConfigMap/shop/cache-config");
        run.Error.TrimEnd().ShouldEndWith("The same command goes on from the journal.");
        File.Exists(journal).ShouldBeTrue();
    }

    /// <summary>Whether a snapshot of this backup is there, beside those that the manifests have.</summary>
    private static bool HasSnapshots(TestCluster server) =>
        server.Resources.Any(one => one.Id.Kind == Kinds.VolumeSnapshot && one.Id.Name.StartsWith("backup-"));

    /// <summary>Whether a claim, which nobody binds here, was looked at again and again since it was created.</summary>
    private static bool IsWaitedFor(TestCluster server)
    {
        var looks = server.Requests.Where(request => request.Method == "GET" && request.Path.EndsWith("/db-root"));
        return server.Find(ResourceId.Parse("PersistentVolumeClaim/shop/db-root")) is not null && looks.Count() > 3;
    }

    /// <summary>Runs a sample, and presses Ctrl-C once something is so.</summary>
    private async Task<SampleRun> StopAsync(string sample, Func<bool> isTime, string[] options, TestCluster server)
    {
        var program = await SampleProgram.BuildAsync(Repository.PathOf("docs", "samples", $"{sample}.cs"));
        string[] command = [program, .. options, "--kubeconfig", server.WriteKubeconfig(_folder)];
        using var running = ProcessRun.Start(Repository.Root, new Dictionary<string, string>(), command);
        while (!isTime() && !running.HasEnded)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        running.Interrupt();

        return await running.EndAsync();
    }
}
