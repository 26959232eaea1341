using System.Text.Json;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>The Secrets that a ServiceAccount names: those by which images are pulled, and those that its pods mount.</summary>
/// <remarks>
/// Source: Kubernetes core/v1 ServiceAccount. The order means nothing, and a cluster may have added its own. velero
/// pkg/restore/merge_service_account.go merges them; a restore that keeps what is there says what is lost.
/// </remarks>
internal static class AccountSecrets
{
    private static readonly string[] Lists = ["imagePullSecrets", "secrets"];

    /// <summary>The names that an account should have and one that is there has not, in their order.</summary>
    public static IReadOnlyList<string> Lost(Resource wanted, Resource found) =>
        [.. Lists.SelectMany(list => Names(wanted, list).Except(Names(found, list))).Distinct()];

    /// <summary>Whether both say the same of mounting tokens into pods; what is not said is so by default.</summary>
    public static bool IsMountedAlike(Resource wanted, Resource found) => Mounts(wanted) == Mounts(found);

    private static bool Mounts(Resource account) =>
        account.At("/automountServiceAccountToken") is not { ValueKind: JsonValueKind.False };

    private static IEnumerable<string> Names(Resource account, string list)
    {
        if (account.At($"/{list}") is not { ValueKind: JsonValueKind.Array } items)
            yield break;

        for (var index = 0; index < items.GetArrayLength(); index++)
        {
            if (account.StringAt($"/{list}/{index}/name") is { } name)
                yield return name;
        }
    }
}
