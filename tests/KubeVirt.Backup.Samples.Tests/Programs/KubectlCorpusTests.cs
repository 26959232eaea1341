using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Samples;

/// <summary>The real manifests beside the repository, as kubectl reads them.</summary>
public class KubectlCorpusTests
{
    [Fact]
    public async Task Every_YAML_file_is_what_kubectl_reads_also_after_writing_it_anew()
    {
        Kubectl.SkipUnlessThere();
        foreach (var file in Repository.CorpusFiles().Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)))
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
}
