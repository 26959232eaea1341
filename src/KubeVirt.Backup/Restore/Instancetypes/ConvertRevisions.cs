using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Converts stored instancetypes and preferences of versions that KubeVirt reads no longer to the one that it reads,
/// where nothing is lost by that; what cannot be converted is an error, since machines that are pinned to it do not
/// start.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/compatibility/compatibility.go: data of v1alpha1 and v1alpha2 is not decoded
/// (<c>no kind ... is registered for version</c>). A label of another version than v1beta1 makes KubeVirt store the
/// object anew under another name and delete this one (pkg/instancetype/upgrade/upgrade.go), while the machine keeps
/// naming it.
/// </remarks>
public sealed class ConvertRevisions() : RestorePolicy("convert-revisions")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (StoredInstancetype.Of(context.Original) is not { } stored)
            return;

        if (stored.Problem is { } problem)
        {
            context.Report(
                FindingIds.RevisionOutdated,
                FindingSeverity.Error,
                "/data",
                $"KubeVirt cannot read this stored instancetype or preference, and it cannot be converted: {problem}. "
                    + "Machines that are pinned to it do not start. Start them once on a KubeVirt that stores "
                    + "v1beta1 and "
                    + "back up again, or remove their revisionName and accept what the instancetype is today."
            );
            return;
        }

        if (stored.IsOlder)
            context.Draft.Set("/data/apiVersion", StoredInstancetype.CurrentApiVersion);
        context.Draft.Set(StoredInstancetype.VersionLabel, StoredInstancetype.CurrentVersion);
    }
}
