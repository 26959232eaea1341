using KubeVirt.Backup.Cluster;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

[Collection("samples")]
public class LiveSampleTests
{
    [Fact]
    public async Task A_namespace_is_backed_up_from_one_cluster_and_restored_to_another()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await using var source = await ApiServer.StartAsync(Repository.SampleManifests.Resources);
            await using var target = await ApiServer.StartAsync();
            var archive = Path.Combine(folder.FullName, "shop.tar.gz");
            var backup = await SampleRun.RunAsync(Repository.PathOf("docs", "samples", "live-backup.cs"), null, "--kubeconfig", source.WriteKubeconfig(folder), "--namespace", "shop", "--vm", "db", "--output", archive, "--freeze");
            backup.Error.ShouldBeEmpty();
            backup.ExitCode.ShouldBe(0, backup.Output);
            backup.Output.ShouldContain("VirtualMachineInstance.kubevirt.io/shop/db: FilesystemConsistent");

            var restore = await SampleRun.RunAsync(Repository.PathOf("docs", "samples", "live-restore.cs"), null, archive, "--kubeconfig", target.WriteKubeconfig(folder), "--map-namespace", "shop=copy", "--identity", "unique");
            restore.Error.ShouldBeEmpty();
            restore.Output.ShouldContain("Namespace/copy: Created");
            target.Store.Find(ResourceId.Parse("VirtualMachine.kubevirt.io/copy/db")).ShouldNotBeNull();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_kubeconfig_that_is_absent_is_one_line()
    {
        var run = await SampleRun.RunAsync(Repository.PathOf("docs", "samples", "live-backup.cs"), null, "--kubeconfig", "/nowhere", "--namespace", "shop", "--output", "x.tar.gz");
        run.ExitCode.ShouldBe(2);
        run.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("/nowhere");
    }
}
