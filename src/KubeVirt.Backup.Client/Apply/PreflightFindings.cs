using System.Numerics;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>What is reported of a target before anything is written to it.</summary>
internal static class PreflightFindings
{
    public static Finding Forbidden(string verb, ServedKind kind, string? ns) =>
        new(
            FindingIds.WriteForbidden,
            FindingSeverity.Error,
            null,
            null,
            $"The account may not {verb} {kind.Resource} {(ns is null ? "at the cluster scope" : $"in namespace {ns}")}, which the restore takes. Grant the verb to the account, or use one that has it."
        );

    public static Finding QuotaExceeded(
        ResourceId quota,
        string resource,
        BigInteger asked,
        BigInteger left,
        BigInteger hard
    ) =>
        new(
            FindingIds.QuotaExceeded,
            FindingSeverity.Error,
            quota,
            $"/spec/hard/{JsonPointer.Escape(resource)}",
            $"The restore asks for {Quantity.Format(asked)} of {resource}, and {Quantity.Format(left)} of {Quantity.Format(hard)} are left. Raise the quota, free some, or restore less."
        );

    public static Finding NotChecked(string what, Exception e) =>
        new(
            FindingIds.TargetNotChecked,
            FindingSeverity.Info,
            null,
            null,
            $"Not checked before the restore: {what}. {e.Message}"
        );

    public static Finding NotServed(string apiVersion, string kind, IReadOnlyList<string> served) =>
        new(
            FindingIds.TargetLacks,
            FindingSeverity.Error,
            null,
            null,
            served.Count == 0
                ? $"The target does not serve the kind {kind} of {apiVersion}. Install what brings it, or leave these objects out."
                : $"The target serves the group of {kind} as {string.Join(", ", served)}, not as {apiVersion}. Convert the objects, or bring the target to the version of the source."
        );
}
