using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client;

/// <summary>The samples' namespace, ready to be written as a second one beside the first.</summary>
internal static class SampleCopy
{
    /// <summary>Guests of their own identity that start as soon as they are written.</summary>
    public static readonly RestoreResult Unique = Make(RestorePresets.Unique);

    /// <summary>The same, held until somebody releases them.</summary>
    public static readonly RestoreResult Held = Make(
        RestorePolicy.CreateBuilder().Add(RestorePresets.Unique).HoldRunState().Build("held")
    );

    private static RestoreResult Make(RestorePolicy policy) =>
        policy.Apply(
            ResourceGraph.Create(Repository.SampleManifests.Resources, BuiltInResolvers.Default),
            new NameMap(new Dictionary<string, string> { ["shop"] = "copy" })
        );
}
