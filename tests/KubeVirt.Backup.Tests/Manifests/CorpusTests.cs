using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>The real manifests beside the repository, where they are there.</summary>
public class CorpusTests
{
    [Fact]
    public async Task Every_file_is_read_without_findings()
    {
        foreach (var file in Repository.CorpusFiles())
        {
            var set = await new ManifestReader().ReadPathsAsync([file], TestContext.Current.CancellationToken);
            set.Findings.ShouldBeEmpty(file);
            set.Resources.ShouldNotBeEmpty(file);
        }
    }
}
