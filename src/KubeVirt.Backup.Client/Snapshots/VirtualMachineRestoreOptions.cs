using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Client.Snapshots;

/// <summary>How KubeVirt restores a machine.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/snapshot/v1beta1/types.go, VirtualMachineRestoreSpec.
/// </remarks>
public sealed record VirtualMachineRestoreOptions
{
    /// <summary>
    /// What is done with a target that runs: <c>StopTarget</c>, <c>WaitGracePeriod</c>, <c>FailImmediate</c> or
    /// <c>WaitEventually</c>. Default: <see langword="null"/>, KubeVirt's own, to wait 5 minutes.
    /// </summary>
    public string? TargetReadinessPolicy { get; init; }

    /// <summary>
    /// What the claims are called: <c>RandomizeNames</c>, <c>InPlace</c> or <c>PrefixTargetName</c>. Default:
    /// <see langword="null"/>, KubeVirt's own, random names.
    /// </summary>
    public string? VolumeRestorePolicy { get; init; }

    /// <summary>
    /// Who owns the claims: <c>Vm</c> or <c>None</c>. Default: <see langword="null"/>, KubeVirt's own, the machine.
    /// </summary>
    public string? VolumeOwnershipPolicy { get; init; }

    /// <summary>
    /// JSON Patch operations on the machine, one JSON object each; only for a target that is not there. Default: none.
    /// </summary>
    /// <remarks>
    /// KubeVirt refuses values that hold <c>:</c> or <c>,</c>: a MAC address is written with dashes. Source:
    /// pkg/storage/admitters/vmrestore.go.
    /// </remarks>
    public IReadOnlyList<string> Patches { get; init; } = [];

    /// <summary>Labels by which it can be found again. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Puts the options into the spec of a VirtualMachineRestore.</summary>
    internal void AddTo(JsonObject spec)
    {
        // What is absent is KubeVirt's own default.
        if (TargetReadinessPolicy is not null)
            spec["targetReadinessPolicy"] = TargetReadinessPolicy;
        if (VolumeRestorePolicy is not null)
            spec["volumeRestorePolicy"] = VolumeRestorePolicy;
        if (VolumeOwnershipPolicy is not null)
            spec["volumeOwnershipPolicy"] = VolumeOwnershipPolicy;
        if (Patches.Count > 0)
            spec["patches"] = new JsonArray([.. Patches.Select(patch => JsonValue.Create(patch))]);
    }
}
