using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>KubeVirt's webhooks for machines and instances, as far as a restore meets them.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go and vmi-create-admitter.go,
/// pkg/storage/admitters/data-volume-template.go and storagehotplug.go,
/// pkg/virt-api/webhooks/mutating-webhook/mutators/vm-mutator.go and vmi-mutator.go.
/// </remarks>
internal static class MachineAdmission
{
    private const string MachineWebhook = "virtualmachine-validator.kubevirt.io";
    private const string InstanceWebhook = "virtualmachineinstances-create-validator.kubevirt.io";
    private const string Source = "KubeVirt pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go";
    private const string HostDiskGate = "HostDisk";
    private const string ReceiverGate = "DecentralizedLiveMigration";

    /// <summary>The strategy of a machine that waits for a migration from another cluster.</summary>
    public const string Receiver = "WaitAsReceiver";
    private const string Reserved =
        "creation of the following reserved kubevirt.io/ labels on a VMI object is prohibited";
    private const string Utility =
        "cannot create VMI with utility volumes in spec, utility volumes can only be added via hotplug";

    private static readonly string[] ReservedLabels =
    [
        "kubevirt.io/created-by",
        "kubevirt.io/migrationJobUID",
        "kubevirt.io/nodeName",
        "kubevirt.io/migrationTargetNodeName",
        "kubevirt.io/schedulable",
        "kubevirt.io/install-strategy",
    ];

    private static readonly string[] Strategies = ["Halted", "Manual", "Always", "RerunOnFailure", "Once"];

    /// <summary>Asks the webhooks of machines and instances; all their causes make one message.</summary>
    public static Verdict? Admit(World world, Candidate candidate)
    {
        // KubeVirt's own account may write what others may not.
        if (candidate.Origin == ObjectOrigin.Controller && candidate.Kind == Kinds.VirtualMachineInstance)
            return AdmitInstance(candidate, []);
        if (candidate.Kind == Kinds.VirtualMachineInstance)
            return AdmitInstance(candidate, Causes(world, candidate, "/metadata/labels", "/spec"));
        if (candidate.Kind != Kinds.VirtualMachine)
            return null;

        var conflicts = InstancetypeConflicts.Of(world, candidate).ToList();
        if (conflicts.Count > 0)
            return Verdict.Denied(MachineWebhook, 422, "Invalid", string.Join(", ", conflicts), Source);

        var causes = Causes(world, candidate, "/spec/template/metadata/labels", "/spec/template/spec")
            .Concat(TemplateCauses(candidate))
            .Concat(StrategyCauses(world, candidate))
            .ToList();
        if (causes.Count > 0)
            return Verdict.Denied(MachineWebhook, 422, "Invalid", string.Join(", ", causes), Source);

        candidate.Set("/status", new JsonObject { ["printableStatus"] = "Stopped" });
        return null;
    }

    /// <summary>
    /// An instance keeps the status of its manifest, but for the phase: it has no status subresource.
    /// </summary>
    private static Verdict? AdmitInstance(Candidate instance, IEnumerable<string> causes)
    {
        var told = causes.ToList();
        if (told.Count > 0)
            return Verdict.Denied(InstanceWebhook, 422, "Invalid", string.Join(", ", told), Source);

        if (instance.At("/spec") is JsonObject spec)
            InstanceSpec.SetDefaults(spec);
        instance.Set("/status/phase", "Pending");
        return null;
    }

    /// <summary>What neither a machine nor an instance may bring along.</summary>
    private static IEnumerable<string> Causes(World world, Candidate candidate, string labels, string spec)
    {
        if (candidate.At(labels) is JsonObject given && ReservedLabels.Any(given.ContainsKey))
            yield return Reserved;
        if (candidate.At($"{spec}/utilityVolumes") is JsonArray { Count: > 0 })
            yield return Utility;

        var volumes = (candidate.At($"{spec}/volumes") as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (volumes.Count(volume => volume["memoryDump"] is not null) > 1)
            yield return "must have max one memory dump volume set";
        if (volumes.Any(volume => volume["hostDisk"] is not null) && !MayUse(world, HostDiskGate))
            yield return $"{HostDiskGate} feature gate is not enabled";
    }

    /// <summary>Whether a feature gate is on, or nobody knows.</summary>
    private static bool MayUse(World world, string gate) =>
        !world.Target.KnowsKubeVirt || world.Target.FeatureGates.Contains(gate, StringComparer.Ordinal);

    /// <summary>Templates must be used, and be of the namespace of the machine.</summary>
    private static IEnumerable<string> TemplateCauses(Candidate machine)
    {
        var templates = (machine.At("/spec/dataVolumeTemplates") as JsonArray ?? []).OfType<JsonObject>();
        foreach (var (index, template) in templates.Index())
        {
            var name = WorldObject.TextOf(NodePointer.Find(template, "/metadata/name"));
            var isUsed = MachineVolumes.Of(machine.At("/spec/template/spec")).Any(volume => volume.Claim == name);
            if (!isUsed)
                yield return $"DataVolumeTemplate entry spec.dataVolumeTemplate[{index}] must be referenced in the VMI template's 'volumes' list";

            var place = WorldObject.TextOf(NodePointer.Find(template, "/metadata/namespace"));
            if (place is { Length: > 0 } && place != machine.Namespace)
                yield return $"Embedded DataVolume namespace {place} differs from VM namespace {machine.Namespace}";
        }
    }

    /// <summary>A machine says in exactly one way whether it runs.</summary>
    private static IEnumerable<string> StrategyCauses(World world, Candidate machine)
    {
        var strategy = machine.Text("/spec/runStrategy");
        var hasRunning = machine.At("/spec/running") is not null;
        if (hasRunning && strategy is not null)
        {
            yield return "Running and RunStrategy are mutually exclusive. Note that Running is deprecated, "
                + "please use RunStrategy instead";
        }

        if (!hasRunning && strategy is null)
            yield return "RunStrategy must be specified";
        if (strategy == Receiver && !MayUse(world, ReceiverGate))
            yield return $"Invalid RunStrategy ({Receiver}), {ReceiverGate} feature gate is not enabled in kubevirt resource";
        if (strategy is not null and not Receiver && !Strategies.Contains(strategy, StringComparer.Ordinal))
            yield return $"Invalid RunStrategy ({strategy})";
    }
}
