using System.Diagnostics;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>Archives in the hands of the tar program.</summary>
public sealed class TarProgramTests : IDisposable
{
    private const string Claim =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a","namespace":"ns"}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"n":1.50}}""";
    private const string Class =
        """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder.FullName, "backup.tar.gz");

    [Fact]
    public async Task The_layout_is_the_one_of_velero()
    {
        Resource[] resources = [.. new[] { Class, Machine, Claim }.Select(Resource.Parse)];
        await VeleroArchive.WriteFileAsync(resources, Target, Cancel);
        Run("tar", "-tvzf", Target, "--utc", "--numeric-owner")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ShouldBe([
                "-rwx------ 0/0 6 1970-01-01 00:00 metadata/version",
                "-rwx------ 0/0 91 1970-01-01 00:00 resources/persistentvolumeclaims/namespaces/ns/a.json",
                "-rwx------ 0/0 91 1970-01-01 00:00 resources/persistentvolumeclaims/v1-preferredversion/namespaces/ns/a.json",
                "-rwx------ 0/0 83 1970-01-01 00:00 resources/storageclasses.storage.k8s.io/cluster/fast.json",
                "-rwx------ 0/0 83 1970-01-01 00:00 resources/storageclasses.storage.k8s.io/v1-preferredversion/cluster/fast.json",
                "-rwx------ 0/0 115 1970-01-01 00:00 resources/virtualmachines.kubevirt.io/namespaces/ns/vm.json",
                "-rwx------ 0/0 115 1970-01-01 00:00 resources/virtualmachines.kubevirt.io/v1-preferredversion/namespaces/ns/vm.json",
            ]);
        Run("tar", "-xzOf", Target, "metadata/version").ShouldBe("1.1.0\n");
    }

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=pax")]
    [InlineData("--format=ustar")]
    [InlineData("--format=v7")]
    public async Task What_tar_packs_from_an_unpacked_archive_is_read_all_the_same(string format)
    {
        // The older formats have no room for names of some length.
        var resources = format switch
        {
            "--format=v7" => [Resource.Parse(Claim)],
            "--format=ustar" => Repository.SampleManifests.Resources,
            _ => [.. Repository.SampleManifests.Resources, LongName()],
        };
        await VeleroArchive.WriteFileAsync(resources, Target, Cancel);
        var unpacked = Directory.CreateDirectory(Path.Combine(_folder.FullName, "unpacked")).FullName;
        Run("tar", "-xzf", Target, "-C", unpacked);
        var again = Path.Combine(_folder.FullName, "again.tar");
        Run("tar", "-cf", again, format, "-C", unpacked, ".");
        foreach (var file in new[] { again, again + ".gz" })
        {
            if (file != again)
                Run("gzip", again);
            var set = await new ManifestReader().ReadPathsAsync([file], Cancel);
            set.Findings.ShouldBeEmpty();
            ShouldEqual(set.Resources, resources);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Resource LongName() =>
        Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{new string('n', 180)}}}","namespace":"ns"}}"""
        );

    private static void ShouldEqual(IEnumerable<Resource> actual, IEnumerable<Resource> expected) =>
        TextsOf(actual).ShouldBe(TextsOf(expected));

    private static IEnumerable<string> TextsOf(IEnumerable<Resource> resources) =>
        resources.OrderBy(resource => resource.Id).Select(resource => $"{resource.Id} {resource.Json}");

    private static string Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }
            )!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"There is no {program} on this machine.");
            throw;
        }
    }
}
