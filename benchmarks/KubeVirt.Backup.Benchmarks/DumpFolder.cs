namespace KubeVirt.Backup.Benchmarks;

/// <summary>A generated dump in a folder that goes with it.</summary>
internal sealed class DumpFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dump");

    public DumpFolder(int machines) => Dump.Write(_folder.FullName, machines);

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
