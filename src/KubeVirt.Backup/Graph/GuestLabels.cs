using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>The labels by which selectors choose objects: of a machine those of its pod, of other objects their own.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/services/template.go, podLabels: the pod has the labels of the guest, and some of
/// KubeVirt's own; pkg/apimachinery/labels.go for the id of a guest.
/// </remarks>
internal static class GuestLabels
{
    private const int MaxLabelLength = 63;
    private const int HashLength = 8;

    /// <summary>The labels that the pod of a machine has, or will have when it starts.</summary>
    public static IReadOnlyDictionary<string, string> OfPod(Resource machine)
    {
        var labels = Read(machine, LabelsIn(machine.Id.Kind));

        return OfPod(machine.Id, labels, machine.StringAt(HostnameIn(machine.Id.Kind)));
    }

    /// <summary>The labels that the pod of a machine has, or will have when it starts.</summary>
    /// <param name="machine">The id of the machine.</param>
    /// <param name="ofGuest">The labels of the guest.</param>
    /// <param name="hostname">The host name that the guest asks for, if any.</param>
    public static IReadOnlyDictionary<string, string> OfPod(
        ResourceId machine,
        IReadOnlyDictionary<string, string> ofGuest,
        string? hostname
    )
    {
        var labels = new Dictionary<string, string>(ofGuest, StringComparer.Ordinal)
        {
            ["kubevirt.io"] = "virt-launcher",
        };
        // The members of a pool or replica set have names of their own.
        if (machine.Kind != Kinds.VirtualMachine && machine.Kind != Kinds.VirtualMachineInstance)
            return labels;

        labels["vm.kubevirt.io/name"] = hostname ?? HostnameOf(machine.Name);
        labels["vmi.kubevirt.io/id"] = IdOf(machine.Name);

        return labels;
    }

    /// <summary>The labels of an object that is no machine.</summary>
    public static IReadOnlyDictionary<string, string> Of(Resource resource) => Read(resource, "/metadata/labels");

    /// <summary>The host name of a guest that asks for none: the name of the machine up to its first dot.</summary>
    /// <remarks>Source: KubeVirt pkg/util/net/dns/sanitize.go, SanitizeHostname.</remarks>
    public static string HostnameOf(string name)
    {
        var first = name.Split('.')[0];

        return first.Length > MaxLabelLength ? first[..MaxLabelLength] : first;
    }

    /// <summary>The value of the label <c>vmi.kubevirt.io/id</c>, which is shorter than some names.</summary>
    public static string IdOf(string name)
    {
        if (name.Length <= MaxLabelLength)
            return name;

#pragma warning disable CA5350 // The platform's choice, and no secret.
        var hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(name)));
#pragma warning restore CA5350

        return $"{name[..(MaxLabelLength - HashLength - 1)]}-{hash[..HashLength]}";
    }

    /// <summary>The pointer to the labels of the guest in a kind of machine.</summary>
    public static string LabelsIn(GroupKind kind)
    {
        if (kind == Kinds.VirtualMachineInstance)
            return "/metadata/labels";

        return kind == Kinds.VirtualMachinePool
            ? "/spec/virtualMachineTemplate/spec/template/metadata/labels"
            : "/spec/template/metadata/labels";
    }

    /// <summary>The pointer to the host name of the guest in a kind of machine; of many there is none.</summary>
    public static string HostnameIn(GroupKind kind) =>
        kind == Kinds.VirtualMachineInstance ? "/spec/hostname" : "/spec/template/spec/hostname";

    private static Dictionary<string, string> Read(Resource resource, string pointer)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (resource.At(pointer) is not { ValueKind: JsonValueKind.Object } map)
            return labels;

        foreach (var label in map.EnumerateObject())
        {
            if (label.Value.ValueKind == JsonValueKind.String)
                labels[label.Name] = label.Value.GetString()!;
        }

        return labels;
    }
}
