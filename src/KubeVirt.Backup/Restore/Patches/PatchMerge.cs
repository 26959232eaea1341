using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Applies a JSON Merge Patch (RFC 7396) to the objects that a selector takes, by their names and labels in the backup:
/// members are set, those that are null removed, and lists replaced as a whole.
/// </summary>
/// <remarks>
/// The shortest form for a user's own additions, such as labels. An item of a list is changed by
/// <see cref="PatchJson"/>.
/// </remarks>
public sealed class PatchMerge : RestorePolicy
{
    private readonly ResourceSelector _selector;
    private readonly JsonObject _patch;

    /// <summary>Reads the patch.</summary>
    /// <param name="selector">Which objects, by what they were in the backup.</param>
    /// <param name="patch">The JSON text: an object.</param>
    /// <param name="name">What stands beside its changes. Default: <c>patch-merge</c>.</param>
    /// <exception cref="PatchException">
    /// The text is no JSON object, or would change apiVersion, kind, name or namespace; the message lists all of it.
    /// </exception>
    public PatchMerge(ResourceSelector selector, string patch, string name = "patch-merge")
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

    /// <summary>What the patch would change of what makes an object the one it is.</summary>
    private IEnumerable<string> Problems()
    {
        if (_patch.ContainsKey("metadata") && _patch["metadata"] is not JsonObject)
            yield return "/metadata must be an object, or the object loses its name";
        foreach (var field in PatchText.Identity)
        {
            var member = field[(field.LastIndexOf('/') + 1)..];
            var holder = NodePointer.Find(_patch, JsonPointer.Parent(field)) as JsonObject;
            if (holder?.ContainsKey(member) == true)
                yield return PatchText.Change(field);
        }
    }
}
