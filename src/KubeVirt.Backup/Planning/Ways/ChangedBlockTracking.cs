using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>Whether KubeVirt knows which blocks of a machine's disks change.</summary>
/// <remarks>
/// Source: KubeVirt pkg/storage/cbt/cbt.go; staging/src/kubevirt.io/api/core/v1/types.go, ChangedBlockTrackingState. It is chosen
/// by labels of the machine or its namespace, and begins with the next start of the guest.
/// </remarks>
internal static class ChangedBlockTracking
{
    private const string State = "/status/changedBlockTracking/state";
    private const string Selectors = "/spec/configuration/changedBlockTrackingLabelSelectors";

    /// <summary>What stands against a backup of a machine; <see langword="null"/> where it is on.</summary>
    public static WayObstacle? ObstacleOf(WayCase machine)
    {
        var state = machine.Machine.StringAt(State);
        var ofGuest = machine.Guest?.StringAt(State);
        if (state == "Enabled" && ofGuest is null or "Enabled")
            return null;
        if (state is null && !machine.IsLive)
            return WayObstacle.Unknown(
                "Whether changed block tracking is on is not known: no cluster has seen it.",
                machine.Id
            );

        return WayObstacle.Known(Describe(machine, state == "Enabled" ? ofGuest : state), machine.Id, State);
    }

    /// <summary>What a state that is not on means, and what to do.</summary>
    private static string Describe(WayCase machine, string? state) =>
        state switch
        {
            null or "" or "Disabled" => $"Changed block tracking is off for this VM, {Remedy(machine)}.",
            "PendingRestart" => "Changed block tracking begins when the machine is started again. Restart it.",
            "Initializing" => "Changed block tracking is being set up. Wait until its state is Enabled.",
            "IncrementalBackupFeatureGateDisabled" =>
                "Changed block tracking is off: the feature gate IncrementalBackup is. Add it to featureGates of KubeVirt.",
            _ => $"Changed block tracking is in the state {state}, which is not understood.",
        };

    /// <summary>Which label switches it on, where the configuration of KubeVirt was read.</summary>
    private static string Remedy(WayCase machine)
    {
        const string Restart = "and start it again";
        if (FeatureGates.ConfigurationOf(machine.Facts) is not { } configuration)
            return $"label it as changedBlockTrackingLabelSelectors of KubeVirt asks {Restart}";

        var selectors = configuration.At(Selectors);
        if (Text(selectors, "virtualMachineLabelSelector") is { } labels)
            return $"label it {labels} {Restart}";
        if (Text(selectors, "namespaceLabelSelector") is { } ofNamespace)
            return $"label its namespace {ofNamespace} {Restart}";

        return $"and KubeVirt has no changedBlockTrackingLabelSelectors: set them, label it {Restart}";
    }

    /// <summary>The labels that a selector asks for; <see langword="null"/> where there is none.</summary>
    private static string? Text(JsonElement? selectors, string name)
    {
        var selector = JsonMembers.Find(selectors, name);
        var labels = JsonMembers.Find(selector, "matchLabels");
        if (labels is { ValueKind: JsonValueKind.Object } wanted && wanted.EnumerateObject().Any())
            return string.Join(",", wanted.EnumerateObject().Select(label => $"{label.Name}={label.Value}"));

        return selector is null ? null : "as its selector asks";
    }
}
