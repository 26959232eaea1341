using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Documents;

/// <summary>What an object is to a restore.</summary>
/// <param name="Resource">The object.</param>
/// <param name="Class">Its class.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Source">Where the platform says so.</param>
/// <param name="Carried">
/// Whether a restore creates it where the target has none, although its class is left out.
/// </param>
public sealed record DocumentClass(ResourceId Resource, ObjectClass Class, string Reason, string Source, bool Carried)
{
    /// <summary>The class of an object of a plan.</summary>
    internal static DocumentClass Of(BackupPlan plan, ResourceId id)
    {
        var found = plan.ClassOf(id);
        return new DocumentClass(id, found.Class, found.Reason, found.Source, found.IsCarried);
    }
}
