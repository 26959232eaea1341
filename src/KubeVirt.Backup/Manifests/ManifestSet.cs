using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>The objects that were read, and findings about what could not be read.</summary>
/// <param name="Resources">The objects in the order of the input, each id once: of several the first is kept.</param>
/// <param name="Findings">
/// What could not be read, in the order of the input. Each message names file, document and line.
/// </param>
/// <example>
/// <code language="csharp">
/// ManifestSet read = await new ManifestReader().ReadPathsAsync(["docs/samples/manifests"], cancellationToken);
/// foreach (Finding finding in read.Findings)
///     Console.WriteLine(finding);
///
/// Console.WriteLine($"{read.Resources.Count} objects");
/// </code>
/// </example>
public sealed record ManifestSet(IReadOnlyList<Resource> Resources, IReadOnlyList<Finding> Findings);
