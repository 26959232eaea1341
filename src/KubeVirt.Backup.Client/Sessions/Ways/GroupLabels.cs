using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>The label by which a group snapshot chooses its claims: of one backup and one machine, and taken off again.</summary>
/// <param name="objects">Writes it.</param>
/// <param name="key">Its key. No other backup has the same, so that two at a time do not disturb each other.</param>
internal sealed class GroupLabels(ActionObjects objects, string key)
{
    /// <summary>What the label says. The key alone tells the group.</summary>
    public const string Value = "member";

    // A label whose writing failed may be there all the same.
    private readonly List<ResourceId> _labelled = [];

    /// <summary>The labels that choose the group.</summary>
    public IReadOnlyDictionary<string, string> Selector { get; } = new Dictionary<string, string> { [key] = Value };

    /// <summary>Sets the label on claims.</summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public async Task SetAsync(IEnumerable<ResourceId> claims, CancellationToken cancellationToken)
    {
        foreach (var claim in claims)
        {
            _labelled.Add(claim);
            await objects.MergeAsync(claim, PatchTo(Value), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the label off all claims that may bear it, and goes on where one fails.</summary>
    /// <returns>A finding for each claim that may still bear it.</returns>
    public async Task<IReadOnlyList<Finding>> RemoveAsync(CancellationToken cancellationToken)
    {
        var left = new List<Finding>();
        foreach (var claim in _labelled.ToList())
        {
            try
            {
                await objects.MergeAsync(claim, PatchTo(null), cancellationToken).ConfigureAwait(false);
                _labelled.Remove(claim);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                left.Add(LeftOn(claim, e.Message));
            }
        }

        return left;
    }

    private JsonObject PatchTo(string? value) =>
        new() { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [key] = value } } };

    private Finding LeftOn(ResourceId claim, string why) =>
        new(
            FindingIds.GroupLabelLeft,
            FindingSeverity.Warning,
            claim,
            "/metadata/labels",
            $"The label {key} of a group snapshot may still be on the claim. Remove it by hand: {why}"
        );
}
