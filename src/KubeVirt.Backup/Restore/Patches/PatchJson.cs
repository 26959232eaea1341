using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Applies a JSON Patch (RFC 6902) to the objects that a selector takes, by their names and labels in the backup. Where
/// it does not apply the object stays as it is, and a finding names the operation that failed, and why.
/// </summary>
/// <remarks>
/// For patches that users keep in files. Operations are applied all or none, to the object as the policies before have
/// left it. A patch that adds to a list adds again when it is applied again; begin it with a <c>test</c> where that
/// matters.
/// </remarks>
public sealed class PatchJson : RestorePolicy
{
    private readonly ResourceSelector _selector;
    private readonly IReadOnlyList<PatchOperation> _operations;

    /// <summary>Reads the patch.</summary>
    /// <param name="selector">Which objects, by what they were in the backup.</param>
    /// <param name="patch">The JSON text: a list of operations.</param>
    /// <param name="name">What stands beside its changes. Default: <c>patch-json</c>.</param>
    /// <exception cref="PatchException">
    /// The text is no such patch, or would change apiVersion, kind, name or namespace; the message lists all of it.
    /// </exception>
    public PatchJson(ResourceSelector selector, string patch, string name = "patch-json")
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _selector = selector;
        _operations = JsonPatchReader.Read(patch);
    }

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!_selector.Matches(context.Original))
            return;

        var (result, problem) = JsonPatch.Apply(context.Draft.At(""), _operations);
        if (problem is null)
            DraftPatch.Replace(context, result!.AsObject());
        else
            context.Report(
                FindingIds.PatchFailed,
                FindingSeverity.Error,
                null,
                $"The patch '{Name}' does not apply, and changes nothing here: {problem}. Correct it, or "
                    + "narrow its selector."
            );
    }
}
