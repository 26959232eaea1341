using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineTemplate: what machines that are made of it need.</summary>
/// <remarks>
/// The template holds a whole machine, so the rows of a machine apply to it, below another path. Nothing of them is
/// required: the template itself works without. No claim in it holds the data of a guest, and names with parameters in
/// them name nothing yet. Source: kubevirt/virt-template api/core/v1beta1/virtualmachinetemplate_types.go.
/// </remarks>
public sealed class VirtualMachineTemplateResolver() : TableResolver(Kinds.VirtualMachineTemplate, Rows())
{
    private const string Machine = "/spec/virtualMachine";
    private const string Volumes = Machine + "/spec/dataVolumeTemplates/*";

    /// <summary>The rows of a machine, but for what only a machine that exists has.</summary>
    private static IEnumerable<ReferenceRule> Rows()
    {
        IEnumerable<ReferenceRule> rows =
        [
            .. VirtualMachineInstanceSpec.Rules(Machine + "/spec/template/spec").Select(NotOfTemplates),
            .. Matchers.Rules(Machine),
            .. DataVolumeSpec.Sources(Volumes + "/spec"),
            .. DataVolumeSpec.Networks(Volumes),
        ];

        return rows.Select(OfLaterMachines);
    }

    /// <summary>A row for a volume that is not one of the template, which each machine gets of its own.</summary>
    private static ReferenceRule NotOfTemplates(ReferenceRule rule)
    {
        if (rule.Kind != Kinds.DataVolume && rule.Kind != Kinds.PersistentVolumeClaim)
            return rule;

        return rule with
        {
            UnlessNamedAt = Volumes + "/metadata/name",
        };
    }

    /// <summary>A row of a machine, for machines that are yet to be made.</summary>
    private static ReferenceRule OfLaterMachines(ReferenceRule rule) =>
        rule with
        {
            Requirement = rule.Requirement == Requirement.Required ? Requirement.Optional : rule.Requirement,
            HoldsData = false,
            MayHoldParameters = true,
        };
}
