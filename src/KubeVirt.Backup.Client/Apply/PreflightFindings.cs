using System.Numerics;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>The findings on a target before anything is written to it.</summary>
internal static class PreflightFindings
{
    /// <summary>The account lacks a right.</summary>
    public static Finding Forbidden(string verb, ServedKind kind, string? namespaceName) =>
        new(
            FindingIds.WriteForbidden,
            FindingSeverity.Error,
            null,
            null,
            $"The account may not {verb} {kind.Resource} {Scopes.Describe(namespaceName)}, which the restore needs. "
                + "Grant the verb to the account, or use one that has it."
        );

    /// <summary>The restore needs more of a quota than is left.</summary>
    public static Finding QuotaExceeded(ResourceId quota, string resource, QuotaUse use)
    {
        var needed = Quantity.Format(use.Needed);
        var left = Quantity.Format(BigInteger.Max(use.Hard - use.Used, 0));
        return new Finding(
            FindingIds.QuotaExceeded,
            FindingSeverity.Error,
            quota,
            $"/spec/hard/{JsonPointer.Escape(resource)}",
            $"The restore needs {needed} of {resource}, and {left} of {Quantity.Format(use.Hard)} are left. "
                + "Raise the quota, free some, or restore less."
        );
    }

    /// <summary>Something could not be checked.</summary>
    /// <param name="what">What, as a noun.</param>
    /// <param name="e">Why.</param>
    public static Finding NotChecked(string what, Exception e) =>
        new(
            FindingIds.TargetNotChecked,
            FindingSeverity.Info,
            null,
            null,
            $"Not checked before the restore: {what}. {e.Message}"
        );

    /// <summary>Something is not known to a rehearsal.</summary>
    /// <param name="what">What, as a noun.</param>
    /// <param name="why">Why, as a sentence.</param>
    public static Finding NotKnown(string what, string why) =>
        new(
            FindingIds.TargetNotChecked,
            FindingSeverity.Info,
            null,
            null,
            $"Not known to the rehearsal: {what}. {why}"
        );

    /// <summary>The target does not serve a kind, or not in the version of the restore.</summary>
    /// <param name="api">The kind, as the restore has it.</param>
    /// <param name="served">The versions in which its group is served.</param>
    public static Finding NotServed(ApiNeed api, IReadOnlyList<string> served)
    {
        var more = api.Count > 1 ? $" and {api.Count - 1} more objects" : "";
        var neededBy = $"It is the kind of {api.First}{more}.";
        var message =
            served.Count == 0
                ? $"The target does not serve the kind {api.Kind} of {api.ApiVersion}. {neededBy} "
                    + "Install what brings it, or leave these objects out."
                : $"The target serves the group of {api.Kind} as {string.Join(", ", served)}, not as {api.ApiVersion}. "
                    + $"{neededBy} Convert the objects, or bring the target to the version of the source.";
        return new Finding(FindingIds.TargetLacks, FindingSeverity.Error, api.First, "/apiVersion", message);
    }

    /// <summary>The target lacks an object that the restore refers to.</summary>
    /// <param name="id">The object.</param>
    /// <param name="isRequired">Whether what needs it fails without.</param>
    /// <param name="neededBy">What needs it.</param>
    /// <param name="problem">What is wrong with it, as a sentence.</param>
    public static Finding Missing(ResourceId id, bool isRequired, string neededBy, string problem) =>
        new(
            FindingIds.TargetLacks,
            isRequired ? FindingSeverity.Error : FindingSeverity.Info,
            id,
            null,
            $"{problem} It is needed by {neededBy}. Create it, or map it to one that exists."
        );
}
