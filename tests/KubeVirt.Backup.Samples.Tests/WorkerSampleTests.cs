using KubeVirt.Backup.Client;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public sealed class WorkerSampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string Backups => Path.Combine(_folder.FullName, "backups");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_machine_gets_an_archive_and_one_is_restored_into_another_namespace()
    {
        var token = TestContext.Current.CancellationToken;
        await using var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        var machines = server.Store.List(Kinds.VirtualMachine, null);
        server.Add([TooLongForAFile]);
        SnapshotDriver.InstallOn(server);

        var run = await RunAsync(server, [], "run", "--once");
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(1, "a machine was not backed up");
        run.Output.ShouldContain($"{TooLongForAFile.Id} was not backed up");
        foreach (var name in machines.Select(machine => machine["metadata"]!["name"]!.GetValue<string>()))
        {
            var archive = Directory.GetFiles(Backups, $"VirtualMachine_shop_{name}_*.tar.gz").ShouldHaveSingleItem();
            var backup = await BackupArchive.ReadFileAsync(archive, null, token);
            backup.Plan.Roots.ShouldBe([new ResourceId(Kinds.VirtualMachine, "shop", name)]);
        }

        Directory.GetFiles(Backups, "VirtualMachineInstanceReplicaSet_shop_web_*").ShouldHaveSingleItem();

        run.Output.ShouldContain("VirtualMachine.kubevirt.io/shop/db: ", customMessage: "a log");
        run.Output.ShouldContain(BackupTelemetry.OfStep(BackupStep.Freeze), customMessage: "a trace");
        run.Output.ShouldContain(BackupTelemetry.StepDuration, customMessage: "a metric");

        await File.WriteAllTextAsync(Path.Combine(Backups, "broken.tar.gz"), "no archive", token);
        var list = await RunAsync(server, [], "list");
        list.ExitCode.ShouldBe(1, list.Output + list.Error);
        list.Output.ShouldContain("VirtualMachine.kubevirt.io/shop/db: FilesystemConsistent, 2 snapshots");
        list.Output.ShouldContain("broken.tar.gz: unreadable.");

        var restore = await RunAsync(server, [], "restore", "shop/db", "--into", "copy");
        restore.Error.ShouldBeEmpty();
        restore.Output.ShouldContain("VirtualMachine.kubevirt.io/copy/db: Created");
        restore.Output.ShouldContain(BackupTelemetry.ApplySet, customMessage: "a trace");
        var copy = server.Store.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/copy/db")).ShouldNotBeNull();
        copy["spec"]!["runStrategy"]!.GetValue<string>().ShouldBe("Halted", "its claims are empty");

        var unknown = await RunAsync(server, [], "restore", "shop/nobody");
        (unknown.ExitCode, unknown.Error).ShouldBe(
            (2, "No archive holds VirtualMachine.kubevirt.io/shop/nobody. See the command list.\n")
        );
    }

    [Theory]
    [InlineData("Backup__Evry", "1.00:00:00", "The section 'Backup' of the configuration: ", "'Evry'")]
    [InlineData("Backup__Exclude__0", "kind=vm", "Backup:Exclude:0")]
    [InlineData("Backup__Kubeconfig", "", "Backup:Kubeconfig names no file.")]
    [InlineData("Cluster__Attempts", "0", "The section 'Cluster' of the configuration: ", "Attempts ('0') must be")]
    [InlineData("Cluster__RequestTimeout", "-00:01:00", "RequestTimeout is -00:01:00.")]
    public async Task A_configuration_that_binds_to_nothing_or_to_nonsense_is_one_line(
        string key,
        string value,
        params string[] problems
    )
    {
        await using var server = await TestCluster.StartAsync();
        var run = await RunAsync(server, [KeyValuePair.Create(key, value)], "run", "--once");
        run.ExitCode.ShouldBe(2, run.Output + run.Error);
        var line = run.Error.Trim().Split('\n').ShouldHaveSingleItem();
        problems.ShouldAllBe(problem => line.Contains(problem));
        server.Requests.ShouldBeEmpty();
    }

    /// <summary>The first machine of all, whose archive cannot be written.</summary>
    private static Resource TooLongForAFile =>
        Resource.Parse(
            """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"namespace":"shop","name":"LONG"},"spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"devices":{}}}}}}""".Replace(
                "LONG",
                new string('a', 240)
            )
        );

    /// <summary>Runs the worker with settings in its environment, as a container would.</summary>
    private Task<SampleRun> RunAsync(
        TestCluster server,
        KeyValuePair<string, string>[] settings,
        params string[] arguments
    )
    {
        var environment = new Dictionary<string, string>
        {
            ["Backup__Kubeconfig"] = server.WriteKubeconfig(_folder),
            ["Backup__Folder"] = Backups,
        };
        foreach (var (key, value) in settings)
            environment[key] = value;

        return SampleRun.RunAsync(Repository.PathOf("docs", "samples", "worker"), null, environment, arguments);
    }
}
