using KubeVirt.Backup.Client;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class RollbackSampleTests : IDisposable
{
    private static readonly ResourceId Machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_machine_is_looked_at_rolled_back_and_put_back()
    {
        await using var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        server.Controllers = () => Stop(server);

        var plan = await RunAsync(server);
        plan.ExitCode.ShouldBe(0, plan.Output + plan.Error);
        plan.Output.ShouldContain("1. hold VirtualMachine.kubevirt.io/shop/db");
        File.Exists(Journal).ShouldBeFalse();
        ClaimOf(server).ShouldBe("db-data");

        var wrong = await RunAsync(server, "--disks", "dta");
        wrong.ExitCode.ShouldBe(1);
        wrong.Output.ShouldContain("KVB3040");

        var done = await RunAsync(server, "--fill", "true", "--disks", "data");
        done.ExitCode.ShouldBe(0, done.Output + done.Error);
        done.Output.ShouldContain("completed");
        ClaimOf(server).ShouldStartWith("db-data-rb-");

        var undone = await RunAsync(server, "--undo");
        undone.ExitCode.ShouldBe(0, undone.Output + undone.Error);
        ClaimOf(server).ShouldBe("db-data");
    }

    private string Journal => Path.Combine(_folder.FullName, "journal");

    private async Task<SampleRun> RunAsync(TestCluster server, params string[] arguments) =>
        await SampleRun.RunAsync(
            "docs/samples/live-rollback.cs",
            null,
            [
                "docs/samples/manifests",
                "--kubeconfig",
                server.WriteKubeconfig(_folder),
                "--vm",
                "shop/db",
                "--journal",
                Journal,
                .. arguments,
            ]
        );

    private static string ClaimOf(TestCluster server)
    {
        var volumes = server.Store.Find(Machine)!["spec"]!["template"]!["spec"]!["volumes"]!.AsArray();
        return volumes
            .Select(volume => volume!["persistentVolumeClaim"]?["claimName"]?.GetValue<string>())
            .OfType<string>()
            .First();
    }

    private static void Stop(TestCluster server)
    {
        var strategy = server.Store.Find(Machine)!["spec"]!["runStrategy"]!.GetValue<string>();
        if (strategy == "Halted")
            server.Remove(Machine.WithKind(Kinds.VirtualMachineInstance));
    }
}
