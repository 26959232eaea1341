using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Applies a JSON Merge Patch (RFC 7396) to the objects that a selector takes, by their names and labels in the backup:
/// members are set, those that are null removed, and lists replaced as a whole.
/// </summary>
public sealed class PatchMerge : RestorePolicy
{
    private readonly ResourceSelector _selector;
    private readonly JsonObject _patch;

    /// <summary>Merges.</summary>
    /// <param name="selector">Which objects.</param>
    /// <param name="patch">The JSON text: an object.</param>
    /// <param name="name">What stands beside its changes. Default: <c>merge-patch</c>.</param>
    /// <exception cref="PatchException">
    /// The text is no JSON object, or would change apiVersion, kind, name or namespace; all of it is said.
    /// </exception>
    public PatchMerge(ResourceSelector selector, string patch, string name = "merge-patch")
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _selector = selector;
        _patch =
            PatchText.Read(patch) as JsonObject
            ?? throw new PatchException(["a merge patch for a Kubernetes object is an object"]);
        var problems = Problems().ToList();
        if (problems.Count > 0)
            throw new PatchException(problems);
    }

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_selector.Matches(context.Original))
            DraftPatch.Replace(context, JsonMergePatch.Apply(context.Draft.At(""), _patch)!.AsObject());
    }

    private IEnumerable<string> Problems()
    {
        if (_patch.ContainsKey("metadata") && _patch["metadata"] is not JsonObject)
            yield return "/metadata must be an object, or the object loses its name";
        foreach (
            var field in PatchText.Identity.Where(field =>
                NodePointer.Find(_patch, JsonPointer.Parent(field)) is JsonObject holder
                && holder.ContainsKey(field[(field.LastIndexOf('/') + 1)..])
            )
        )
            yield return PatchText.Change(field);
    }
}
