using System.Text;
using System.Text.Json;
using CsCheck;
using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

public class KubectlTests
{
    [Fact]
    public async Task Every_value_in_the_tables_is_what_kubectl_reads()
    {
        Kubectl.SkipUnlessThere();
        string[] yamls =
        [
            .. YamlTables.Scalars.Concat(YamlTables.Keys).Concat(YamlTables.Merges).Select(row => row.Data.Item1),
        ];
        var text = string.Join(
            "---\n",
            yamls.Select((yaml, i) => $"apiVersion: x.io/v1\nkind: Foo\nmetadata: {{name: d{i}}}\n{yaml}\n")
        );
        var theirs = await Kubectl.ReadAsync(Encoding.UTF8.GetBytes(text));
        var ours = Manifest.Read(text);
        ours.Findings.ShouldBeEmpty();
        ours.Resources.Count.ShouldBe(yamls.Length);
        for (var i = 0; i < yamls.Length; i++)
            Kubectl
                .Same(ours.Resources[i].At("/v")!.Value, theirs[$"Foo/d{i}"].GetProperty("v"))
                .ShouldBeTrue(
                    $"{yamls[i]}: ours {ours.Resources[i].At("/v")}, theirs {theirs[$"Foo/d{i}"].GetProperty("v")}"
                );
    }

    [Fact]
    public async Task What_is_written_kubectl_reads_back()
    {
        Kubectl.SkipUnlessThere();
        var values = new List<string>();
        JsonGen.Value.Array[400].Sample(values.AddRange, iter: 1, threads: 1);
        values.AddRange(JsonGen.Hostile.Select(text => JsonSerializer.Serialize(text)));
        values.AddRange(
            JsonGen.Hostile.Select(text => $"{{{JsonSerializer.Serialize(text)}:[{JsonSerializer.Serialize(text)}]}}")
        );
        values.AddRange([
            "1e3",
            "-0",
            "1.0",
            "0.1e-7",
            "1E+2",
            "18446744073709551615",
            "123456789012345678901234567890",
            "[[],[[]],{}]",
            "[[1,[2,{\"a\":[{}]}]],3]",
        ]);
        Resource[] resources =
        [
            .. values.Select(
                (json, i) =>
                    Resource.Parse(
                        $"{{\"apiVersion\":\"x.io/v1\",\"kind\":\"Foo\",\"metadata\":{{\"name\":\"d{i}\"}},\"v\":{json}}}"
                    )
            ),
        ];
        using var stream = new MemoryStream();
        ManifestWriter.WriteYaml(resources, stream);
        var theirs = await Kubectl.ReadAsync(stream.ToArray());
        theirs.Count.ShouldBe(resources.Length);
        foreach (var resource in resources)
            Kubectl
                .Same(resource.At("/v")!.Value, theirs[$"Foo/{resource.Id.Name}"].GetProperty("v"))
                .ShouldBeTrue(ManifestWriter.ToYaml(resource));
    }
}
