using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>What one answer of an API server holds: a single object, or a page of a list.</summary>
/// <param name="Resources">The objects in the order of the answer; each id once.</param>
/// <param name="Findings">
/// What could not be read, in the order of the answer. Each message names the answer, document and line.
/// </param>
/// <param name="ContinueToken">
/// The value of <c>metadata.continue</c>, with which the next page is asked for; <see langword="null"/> after the last
/// page, and for a single object.
/// </param>
/// <remarks>Source: Kubernetes apimachinery pkg/apis/meta/v1/types.go, ListMeta.</remarks>
public sealed record ApiAnswer(
    IReadOnlyList<Resource> Resources,
    IReadOnlyList<Finding> Findings,
    string? ContinueToken
)
{
    /// <summary>
    /// The value of <c>metadata.remainingItemCount</c>: how many objects the further pages hold. Default:
    /// <see langword="null"/>, the server does not tell.
    /// </summary>
    public long? RemainingItemCount { get; init; }
}
