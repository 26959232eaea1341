using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public sealed class SetFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sets");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, "set-000.yaml")]
    [InlineData(1000, "set-999.yaml")]
    [InlineData(1001, "set-1000.yaml")]
    public void Files_stand_in_the_order_of_their_sets_however_many_there_are(int count, string last)
    {
        var sets = Enumerable
            .Range(0, count)
            .Select(i =>
                (IReadOnlyList<Resource>)
                    [
                        Resource.Parse(
                            $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"map-{{{i}}}","namespace":"ns"}}"""
                        ),
                    ]
            )
            .ToList();
        SetFolder.Write(_folder.FullName, sets);
        var files = _folder.GetFiles().Select(file => file.FullName).Order(StringComparer.Ordinal).ToList();
        Path.GetFileName(files[^1]).ShouldBe(last);
        files
            .Select((file, i) => (Text: File.ReadAllText(file), Name: $"name: map-{i}\n"))
            .ShouldAllBe(pair => pair.Text.Contains(pair.Name, StringComparison.Ordinal));
    }
}
