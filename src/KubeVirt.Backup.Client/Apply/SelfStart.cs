using System.Text.Json;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>Which objects start guests as soon as they are written.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go and watch/replicaset/replicaset.go. A pool makes its machines with
/// volumes of their own, which no restore has written.
/// </remarks>
internal static class SelfStart
{
    /// <summary>Whether an object starts guests by itself.</summary>
    public static bool Has(Resource resource)
    {
        var kind = resource.Id.Kind;
        if (kind == Kinds.VirtualMachineInstance)
            return true;
        if (kind == Kinds.VirtualMachineInstanceReplicaSet)
            return !IsTrue(resource, "/spec/paused");

        return kind == Kinds.VirtualMachine && IsStarted(resource);
    }

    /// <summary>Whether a machine is started again whenever its guest ends.</summary>
    public static bool IsAlways(Resource machine) =>
        machine.StringAt("/spec/runStrategy") == "Always" || IsTrue(machine, "/spec/running");

    private static bool IsStarted(Resource machine) =>
        IsAlways(machine) || machine.StringAt("/spec/runStrategy") is "Once" or "RerunOnFailure";

    private static bool IsTrue(Resource resource, string pointer) =>
        resource.At(pointer) is { ValueKind: JsonValueKind.True };
}
