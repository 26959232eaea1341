using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Canaries;

/// <summary>
/// The Secrets of samples and fixtures carry the canary, so that every text that somebody approved was made of it, and no
/// such text shows it.
/// </summary>
public class ApprovedCanaryTests
{
    // What goes in. All that comes out stands beside it, under other names.
    private static readonly string[] Inputs =
    [
        "docs/samples/manifests/shared.yaml",
        "/input.yaml",
        "/before.yaml",
        "/after.yaml",
    ];

    // Where only the shape of the object matters.
    private static readonly string[] WithoutValues = ["Fixtures/Resolvers/wrong-types/input.yaml"];

    [Fact]
    public void Every_Secret_that_goes_in_carries_it()
    {
        var files = Files().Where(IsInput).Where(file => !WithoutValues.Any(file.EndsWith)).ToList();
        var secrets = files
            .SelectMany(file => new ManifestReader().Read(File.ReadAllBytes(Repository.PathOf(file)), file).Resources)
            .Where(resource => resource.Id.Kind == Kinds.Secret)
            .ToList();

        secrets.Count.ShouldBeGreaterThan(40);
        secrets.Where(secret => !Canary.IsIn(secret.Json())).Select(secret => secret.Id).ShouldBeEmpty();
    }

    [Fact]
    public void No_text_of_the_repository_that_comes_out_shows_it()
    {
        var files = Files().Where(file => !IsInput(file)).ToList();
        files.Count(file => file.Contains(".approved.", StringComparison.Ordinal)).ShouldBeGreaterThan(10);
        files.Count(file => file.EndsWith("/expected.txt", StringComparison.Ordinal)).ShouldBeGreaterThan(50);
        files.Where(file => Canary.IsIn(File.ReadAllText(Repository.PathOf(file)))).ShouldBeEmpty();
    }

    private static bool IsInput(string file) => Inputs.Any(file.EndsWith);

    /// <summary>The texts of docs and tests, by their paths in the repository. Sources name the canary, and show nothing.</summary>
    private static IEnumerable<string> Files() =>
        new[] { "docs", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file =>
                Path.GetExtension(file)
                    is ".txt"
                        or ".json"
                        or ".yaml"
                        or ".html"
                        or ".dot"
                        or ".mermaid"
                        or ".md"
                        or ".ipynb"
            )
            .Where(file =>
                !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
            );
}
