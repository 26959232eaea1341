using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>The real manifests beside the repository, where they are there.</summary>
public class CorpusTests
{
    [Fact]
    public async Task Every_file_is_read_without_findings()
    {
        foreach (var file in Files())
        {
            var set = await new ManifestReader().ReadPathsAsync([file], TestContext.Current.CancellationToken);
            set.Findings.ShouldBeEmpty(file);
            set.Resources.ShouldNotBeEmpty(file);
        }
    }

    [Fact]
    public async Task Every_YAML_file_is_what_kubectl_reads_also_after_writing_it_anew()
    {
        Kubectl.SkipUnlessThere();
        foreach (var file in Files().Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var ours = new ManifestReader().Read(content, file);
            using var rewritten = new MemoryStream();
            ManifestWriter.WriteYaml(ours.Resources, rewritten);
            foreach (
                var theirs in new[] { await Kubectl.ReadAsync(content), await Kubectl.ReadAsync(rewritten.ToArray()) }
            )
            {
                foreach (var resource in ours.Resources)
                    Kubectl
                        .SameObject(resource, theirs[Kubectl.KeyOf(resource.At("")!.Value)])
                        .ShouldBeTrue($"{file}: {resource.Id}");
                theirs.Count.ShouldBe(ours.Resources.Count, file);
            }
        }
    }

    private static string[] Files() =>
        [
            .. Directory
                .EnumerateFiles(Repository.Shared("corpus"), "*.*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json")
                .Order(StringComparer.Ordinal),
        ];
}
