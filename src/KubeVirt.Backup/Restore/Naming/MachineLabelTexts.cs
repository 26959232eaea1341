using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The machines that selectors choose by the labels which KubeVirt writes on a guest's pod from the name of the machine.
/// </summary>
/// <remarks>
/// Sources: KubeVirt pkg/virt-controller/services/template.go, podLabels; pkg/apimachinery/labels.go,
/// CalculateVirtualMachineInstanceID; pkg/util/net/dns/sanitize.go, SanitizeHostname. Other labels of a template, as
/// <c>kubevirt.io/domain</c>, are the user's and stay with the copy.
/// </remarks>
internal static class MachineLabelTexts
{
    /// <summary>The older label: the host name of the guest, which is that of the machine up to its first dot.</summary>
    private const string ByHostname = "vm.kubevirt.io/name";

    /// <summary>The newer label, by which <c>virtctl expose</c> chooses.</summary>
    private const string ById = "vmi.kubevirt.io/id";

    /// <summary>Rewrites a text that is the value of such a label, or reports it.</summary>
    /// <param name="context">The object.</param>
    /// <param name="place">The text, as the backup has it.</param>
    public static void Map(RestoreContext context, TextPlace place)
    {
        if (KeyOf(place) is not { } key)
            return;

        var isSure = TryNamespaceOf(context, place, out var namespaceName);
        foreach (var machine in Renamed(context))
        {
            var now = context.Names.Map(machine);
            var isMeant = Value(context, key, machine.Name, machine) == place.Text;
            if (!isMeant || now.Name == machine.Name)
                continue;

            if (isSure && machine.Namespace == namespaceName)
                MapNameTexts.Set(context, place, Value(context, key, now.Name, machine));
            else if (!isSure)
                Report(context, place, machine, now);
        }
    }

    /// <summary>The label that a text is the value of; <see langword="null"/> where it is none of these.</summary>
    private static string? KeyOf(TextPlace place)
    {
        if (place.Member is ByHostname or ById)
            return place.Member;
        if (place.Parent is not { Member: "values", Parent: { } expression })
            return null;

        return expression.TextAt("key") is (ByHostname or ById) and var key ? key : null;
    }

    /// <summary>
    /// The machines of the backup that a map names. Of others the host name is not known, and so neither the label.
    /// </summary>
    private static IEnumerable<ResourceId> Renamed(RestoreContext context) =>
        context
            .Names.Sources.Where(id => id.Kind == Kinds.VirtualMachine || id.Kind == Kinds.VirtualMachineInstance)
            .Where(id => context.Graph.FindResource(id) is not null);

    /// <summary>The value that the label has for a machine of some name. A host name of its own stays.</summary>
    private static string Value(RestoreContext context, string key, string name, ResourceId machine)
    {
        if (key == ById)
            return GuestLabels.IdOf(name);

        var hostname = MachineSpec.PointerIn(machine.Kind) + "/hostname";
        if (context.Graph.FindResource(machine)?.StringAt(hostname) is { Length: > 0 } own)
            return own;

        return GuestLabels.HostnameOf(name);
    }

    /// <summary>
    /// The namespace in which a selector chooses: the object's own, unless namespaces stand beside the selector;
    /// <see langword="false"/> where these are chosen by anything but one name.
    /// </summary>
    private static bool TryNamespaceOf(RestoreContext context, TextPlace place, out string? namespaceName)
    {
        namespaceName = context.Id.Namespace;
        var around = place
            .Outer()
            .FirstOrDefault(outer =>
                outer.MemberAt("namespaceSelector") is not null || outer.MemberAt("namespaces") is not null
            );
        if (around is null)
            return namespaceName is not null;

        if (around.MemberAt("namespaces") is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1)
            namespaceName = list[0].ValueKind == JsonValueKind.String ? list[0].GetString() : null;
        else
            namespaceName = ChosenBy(around.MemberAt("namespaceSelector"));

        return namespaceName is not null;
    }

    /// <summary>The one namespace that a selector chooses by its name.</summary>
    private static string? ChosenBy(JsonElement? selector)
    {
        var isByLabels =
            selector is { ValueKind: JsonValueKind.Object } found
            && found.TryGetProperty("matchLabels", out var labels)
            && labels.ValueKind == JsonValueKind.Object;
        if (!isByLabels)
            return null;

        var hasName = selector!.Value.GetProperty("matchLabels").TryGetProperty(NamespaceTexts.Label, out var name);

        return hasName && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
    }

    /// <summary>Reports a selector whose namespace is not known, where the name is that of a renamed machine.</summary>
    private static void Report(RestoreContext context, TextPlace place, ResourceId machine, ResourceId now) =>
        context.Report(
            FindingIds.RenameNotFollowed,
            FindingSeverity.Warning,
            place.Pointer,
            $"The selector may choose {machine}, which becomes {now}; it stays as it is, since it does not say in which "
                + "namespace alone. Change it where that machine is meant."
        );
}
