using System.Text;
using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>Files of a folder share rooms, and what is kept of one is moved together before the next is read there: nobody must see it.</summary>
public class FolderWithoutManagedFieldsTests
{
    private static readonly string[] Separators = ["", "\n", " \r\n ", "\n---\n", "\n# more\n---\n", "\n,\n"];

    private static readonly Encoding[] Encodings = [new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true)];
    private static readonly byte[][] Tails = [[], [], [], [0xff], [(byte)'\n']];

    private static readonly Gen<string> Text =
        from separator in OneOf(Separators)
        from documents in Gen.OneOf(Gen.Int[0, 9].Select(Document), Gen.Int[0, 9].Array[0, 9].Select(numbers => List(numbers, "]}")), Gen.Int[0, 9].Array[1, 9].Select(numbers => List(numbers, ""))).Array[1, 4]
        select string.Join(separator, documents);

    private static readonly Gen<byte[]> File =
        from text in Text
        from encoding in OneOf(Encodings)
        from tail in OneOf(Tails)
        select (byte[])[.. encoding.Preamble, .. encoding.GetBytes(text), .. tail];

    [Fact]
    public async Task It_is_read_as_its_files_are_one_by_one() =>
        await File.Array[1, 6].SampleAsync(async files =>
        {
            var folder = Directory.CreateTempSubdirectory("packed");
            try
            {
                var paths = files.Select((_, n) => Path.Combine(folder.FullName, $"{n}.json")).ToArray();
                for (var n = 0; n < files.Length; n++)
                    await System.IO.File.WriteAllBytesAsync(paths[n], files[n]);
                var reader = new ManifestReader(new ManifestOptions { DropManagedFields = true });
                var folderWide = await reader.ReadPathsAsync([folder.FullName]);
                var alone = files.Zip(paths, (content, path) => reader.Read(content, path)).ToList();
                // What stands in two files is said when they are read together, and nowhere else.
                var repeated = alone.SelectMany(set => set.Resources).DistinctBy(resource => resource.Id);
                folderWide.Resources.Select(resource => (resource.Id, resource.Json())).ShouldBe(repeated.Select(resource => (resource.Id, resource.Json())));
                folderWide.Findings.Where(finding => finding.Resource is null).ShouldBe(alone.SelectMany(set => set.Findings).Where(finding => finding.Resource is null));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }, iter: 200);

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(n => values[n]);

    private static string Document(int n) => n switch
    {
        0 => """{"apiVersion":"v1","kind":"Secret"}""",
        1 => """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","name":"b"}}""",
        2 => "{apiVersion: v1, kind: Secret, metadata: {name: flow}}",
        3 => "null",
        _ => $$"""
            {
              "apiVersion": "v1", "kind": "Secret",
              "metadata": {"generation": {{n}}, "managedFields": [{"manager": "{{new string('m', n * 40)}}"}],
                "name": "s{{n}}-ü"
              },
              "data": {"n": "{{new string('x', n)}}"}
            }
            """,
    };

    private static string List(int[] numbers, string end) => $$"""{"apiVersion":"v1","kind":"SecretList","items":[ {{string.Join(" , ", numbers.Select(Document))}} {{end}}""";
}
