using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>The findings on objects that are written to a target.</summary>
internal static class ApplyFindings
{
    private const string NamePath = "/metadata/name";

    /// <summary>An object of the same name exists, and the options make that an error.</summary>
    public static Finding Exists(ResourceId id) =>
        new(
            FindingIds.ObjectExists,
            FindingSeverity.Error,
            id,
            NamePath,
            "The target has an object of this name already. Restore under another name or namespace, "
                + "or decide with ApplyOptions.Existing what becomes of it."
        );

    /// <summary>
    /// An object of the same name exists and is kept, though it is not what would have been restored.
    /// </summary>
    /// <param name="id">The object.</param>
    /// <param name="isVolume">Whether it is a claim or a DataVolume, whose data nobody has compared.</param>
    public static Finding Kept(ResourceId id, bool isVolume)
    {
        var difference = isVolume ? "with whatever data it holds" : "though it differs from the restored one";
        return new Finding(
            FindingIds.ObjectExists,
            FindingSeverity.Warning,
            id,
            NamePath,
            $"The object was there before and is kept, {difference}. Restore under another name or namespace, "
                + "or choose with ApplyOptions.Existing to adopt, update or refuse it."
        );
    }

    /// <summary>An account exists and is kept, without Secrets that the restored one names.</summary>
    /// <param name="id">The account.</param>
    /// <param name="lost">The names of the Secrets, at least one.</param>
    public static Finding AccountLacks(ResourceId id, IReadOnlyList<string> lost) =>
        new(
            FindingIds.ObjectExists,
            FindingSeverity.Warning,
            id,
            "/imagePullSecrets",
            $"The account was there before and is kept, without the Secrets {string.Join(", ", lost)} that the restored one "
                + "names: guests that run under it may not pull their images. Add them to it, or choose with "
                + "ApplyOptions.Existing to update it, which adds them and takes none away."
        );

    /// <summary>An object of the same name is being deleted, so that it can be neither kept nor created.</summary>
    public static Finding BeingDeleted(ResourceId id) =>
        new(
            FindingIds.ObjectExists,
            FindingSeverity.Error,
            id,
            "/metadata/deletionTimestamp",
            "An object of this name is being deleted in the target. Wait until it is gone, or remove what its finalizers "
                + "wait for; then restore again."
        );

    /// <summary>A held object of the same name exists and is kept, so that this restore does not release it.</summary>
    public static Finding KeptHeld(ResourceId id) =>
        new(
            FindingIds.NotReleased,
            FindingSeverity.Warning,
            id,
            HeldRunState.Annotation,
            "The object was there before, is kept, and stays held. If an earlier run of this restore wrote it, "
                + "release it with ClusterTarget.ReleaseAsync when its volumes are filled. "
                + "With an ApplyJournal a restore knows what it wrote."
        );

    /// <summary>An object is held, and not everything that a release waits for is ready.</summary>
    public static Finding NotReleasedYet(ResourceId id) =>
        new(
            FindingIds.NotReleased,
            FindingSeverity.Warning,
            id,
            HeldRunState.Annotation,
            "The object stays held, since not everything is ready. Correct that, then release it."
        );

    /// <summary>An object is held, and nothing shows that its claims hold data.</summary>
    /// <param name="id">The object.</param>
    /// <param name="claims">The claims, at least one.</param>
    public static Finding NotFilled(ResourceId id, IReadOnlyList<ResourceId> claims) =>
        new(
            FindingIds.NotReleased,
            FindingSeverity.Warning,
            id,
            HeldRunState.Annotation,
            $"The object stays held: the restore made {string.Join(", ", claims)} empty, and nothing shows that data was "
                + "put there. Fill what is empty and say so with ApplyOptions.Filled, or release the object with "
                + "ClusterTarget.ReleaseAsync once the data is there."
        );

    /// <summary>An object starts by itself, and nothing shows that its claims hold data.</summary>
    /// <param name="id">The object.</param>
    /// <param name="claims">The claims, at least one.</param>
    public static Finding StartsEmpty(ResourceId id, IReadOnlyList<ResourceId> claims) =>
        new(
            FindingIds.StartsEmpty,
            FindingSeverity.Warning,
            id,
            null,
            $"The object starts by itself on {string.Join(", ", claims)}, which the restore makes empty, and nothing shows "
                + "that data was put there. Stop it before they are filled, or restore it held or halted; claims that hold "
                + "their data are to be adopted with ApplyOptions.Existing, or named by ApplyOptions.Filled."
        );

    /// <summary>A held object could not be released.</summary>
    public static Finding NotReleased(ResourceId id, ClusterException e) =>
        new(
            FindingIds.NotReleased,
            FindingSeverity.Error,
            id,
            HeldRunState.Annotation,
            $"The object stays held, as far as is known: {e.Message}"
        );

    /// <summary>An object needs a volume that was there before and is kept.</summary>
    /// <param name="id">The object, which is not created.</param>
    /// <param name="volume">The reference to the volume.</param>
    public static Finding NeedsForeignVolume(ResourceId id, ResourceEdge volume) =>
        new(
            FindingIds.ObjectExists,
            FindingSeverity.Error,
            id,
            volume.Path,
            $"The object is not created: it needs {volume.To}, which was there before, is kept, and may hold anything. "
                + "If that is the volume that is meant, adopt it with ApplyOptions.Existing; "
                + "else restore under another name or namespace."
        );

    /// <summary>The server refused an object.</summary>
    /// <param name="id">The object.</param>
    /// <param name="problem">Why, as a sentence.</param>
    public static Finding Refused(ResourceId id, string problem) =>
        new(FindingIds.ObjectRefused, FindingSeverity.Error, id, null, $"The target refuses the object: {problem}");

    /// <summary>The server was lost while an object was written.</summary>
    public static Finding ServerLost(ResourceId id, ClusterException e) =>
        new(
            FindingIds.TargetLost,
            FindingSeverity.Error,
            id,
            null,
            "The server was lost: whether the object was written is not known, and nothing after it was tried. "
                + $"{e.Message} Apply again when the server answers, with the same ApplyJournal where there is one."
        );

    /// <summary>An owner was there before and is kept, so that it does not own the restored object.</summary>
    public static Finding OwnerWithheld(ResourceId id, ResourceId owner) =>
        OwnerNotRestored(
            id,
            $"The owner {owner} was there before and is kept, so it does not own this object: "
                + "whoever deletes it would delete what was restored, too. "
                + "If it is the one that is meant, adopt it with ApplyOptions.Existing."
        );

    /// <summary>The server refused to write an object's owners.</summary>
    public static Finding OwnerRefused(ResourceId id, ClusterException e) =>
        OwnerNotRestored(
            id,
            $"The owner could not be put back: {SecretAnswers.MessageOf(id, e)} The object stays when its owner is deleted."
        );

    private static Finding OwnerNotRestored(ResourceId id, string problem) =>
        new(FindingIds.OwnerNotRestored, FindingSeverity.Warning, id, "/metadata/ownerReferences", problem);
}
