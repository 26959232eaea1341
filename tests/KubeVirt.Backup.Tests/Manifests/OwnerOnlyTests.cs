using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>What holds Secrets is for its owner alone, from its first moment.</summary>
public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    [Fact]
    public void A_folder_of_sets_and_its_files_are_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows they have the rights of the folder that they are in.");
        var sets = Path.Combine(_folder.FullName, "a", "restored");
        SetFolder.Write(sets, [Repository.SampleManifests.Resources]);

        ModeOf(sets).ShouldBe(Folder700);
        var files = Directory.GetFiles(sets);
        files.ShouldNotBeEmpty();
        files.Select(ModeOf).ShouldAllBe(mode => mode == File600);
    }

    [Fact]
    public void A_folder_and_a_file_are_made_for_their_owner_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows they have the rights of the folder that they are in.");
        var folder = Path.Combine(_folder.FullName, "a", "b");
        OwnerOnly.CreateFolder(folder);
        using var file = OwnerOnly.CreateFile(Path.Combine(folder, "c"));

        ModeOf(folder).ShouldBe(Folder700);
        ModeOf(file.Name).ShouldBe(File600);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
