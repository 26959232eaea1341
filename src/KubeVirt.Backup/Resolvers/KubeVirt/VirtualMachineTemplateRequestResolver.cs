using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>
/// References of a VirtualMachineTemplateRequest: the machine a template is made of, and that template.
/// </summary>
/// <remarks>
/// A request is an action: its controller makes a template of a machine, which stays when the request is gone.
/// Source: KubeVirt vendor/kubevirt.io/virt-template-api/core/v1beta1. What the template names is followed from there.
/// </remarks>
public sealed class VirtualMachineTemplateRequestResolver()
    : TableResolver(
        Kinds.VirtualMachineTemplateRequest,
        [
            new("/spec/virtualMachineRef/name", Kinds.VirtualMachine, "machine of the template")
            {
                Form = ReferenceForm.NameBesideNamespace,
                OptionalWhen = [Made],
                IsLeftWhenUsedUp = true,
                Source = Api,
            },
            new(Made.Path, Kinds.VirtualMachineTemplate, "template that was made")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "virt-template-api core/v1beta1/virtualmachinetemplaterequest_types.go";

    private static readonly FieldCondition Made = new("/status/templateRef/name");
}
