using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Performance;

/// <summary>
/// A process that plans and restores all day; for longer by <c>KUBEVIRT_BACKUP_LOAD=1000</c>.
/// </summary>
[Collection(nameof(LoadTests))]
public sealed class LoadTests : IDisposable
{
    private const string Variable = "KUBEVIRT_BACKUP_LOAD";
    private const int ShortRun = 200;
    private const int AtOnce = 64;

    // The runtime compiles what is run often anew, for some time.
    private const int WarmUp = 100;
    private const long MostGrowth = 4 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-load-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Plans_and_restores_leave_neither_memory_nor_open_files()
    {
        await RunAsync(WarmUp);
        var (memory, files) = (LiveBytes(), OpenFiles());
        await RunAsync(
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } runs
                ? int.Parse(runs, CultureInfo.InvariantCulture)
                : ShortRun
        );

        (LiveBytes() - memory).ShouldBeLessThan(MostGrowth);
        OpenFiles().ShouldBe(files);
    }

    [Fact]
    public async Task Sixty_four_at_a_time_share_resolvers_and_policies_and_give_the_same_bytes()
    {
        var expected = await WorkAsync("alone");
        var runs = Enumerable.Range(0, AtOnce).Select(run => Task.Run(() => WorkAsync($"{run}")));
        var results = await Task.WhenAll(runs);

        results.ShouldAllBe(result => result == expected);
    }

    private async Task RunAsync(int count)
    {
        for (var run = 0; run < count; run++)
            await WorkAsync("run");
    }

    /// <summary>From files to an archive, and back from it to written sets; returns a hash of all that was told.</summary>
    private async Task<string> WorkAsync(string name)
    {
        var token = TestContext.Current.CancellationToken;
        var archive = Path.Combine(_folder.FullName, $"{name}.tar.gz");
        var read = await new ManifestReader().ReadPathsAsync([Path.Combine(Repository.Samples, "manifests")], token);
        await VeleroArchive.WriteFileAsync(read.Resources, archive, token);
        var saved = await new ManifestReader().ReadPathsAsync([archive], token);
        File.Delete(archive);

        var plan = BackupPlanner.Plan(saved);
        var restore = RestorePresets.Unique.Apply(plan.Graph);
        var rehearsal = RestoreRehearsal.Run(restore, new RehearsalTarget(), token);
        var text = plan.ToText() + plan.ToJson() + restore.ToDiff() + restore.ToJson() + rehearsal.ToText();

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static long LiveBytes() => GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Known where the system lists them as files.</summary>
    private static int OpenFiles() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
}

/// <summary>Alone in the process, whose memory is measured.</summary>
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
public sealed class LoadTestsAlone;
