using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Exports;
using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client.Canaries;

/// <summary>Journals and downloads are for their owner alone.</summary>
public sealed class OwnerOnlyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_journal_of_a_restore_is_for_its_owner_alone()
    {
        var path = PathOf("restore.journal");
        using var journal = ApplyJournal.Open(path, SampleCopy.Unique);
        ShouldBeForItsOwnerAlone(path);
    }

    [Fact]
    public async Task The_journal_of_a_rollback_is_for_its_owner_alone()
    {
        await using var world = await RollbackWorld.StartAsync();
        using var client = world.Client();
        var plan = await new MachineRollback(client, Quick).PlanAsync(
            RollbackWorld.Archive,
            RollbackWorld.Machine,
            null,
            Token
        );
        var path = PathOf("rollback.journal");
        using var journal = RollbackJournal.Begin(path, plan);
        ShouldBeForItsOwnerAlone(path);
    }

    [Fact]
    public async Task A_download_is_for_its_owner_alone_while_it_runs_and_when_it_is_done()
    {
        await using var server = await TestCluster.StartAsync(Machines.Make("vm-1", "shop"));
        server.Fill("root", new byte[1_000_000]);
        using var client = server.CreateClient();
        var exports = new VirtualMachineExports(client, Quick);
        var machine = new ResourceId(Kinds.VirtualMachine, "shop", "vm-1");
        var ready = await exports.WaitAsync(await exports.CreateAsync(machine, "e1", null, Token), Short, null, Token);
        var link = ready.Links.First(link => link is { Kind: ExportLinkKind.Volume, Format: "raw" });

        var path = PathOf("root.img");
        var running = 0;
        var looks = new Reports<ExportProgress>(
            (_, _) =>
            {
                foreach (var file in _folder.GetFiles())
                {
                    ShouldBeForItsOwnerAlone(file.FullName);
                    running++;
                }
            }
        );
        await exports.DownloadFileAsync(ready, link, path, looks, Token);

        running.ShouldBeGreaterThan(0);
        ShouldBeForItsOwnerAlone(path);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static void ShouldBeForItsOwnerAlone(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows it has the rights of the folder that it is in.");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
