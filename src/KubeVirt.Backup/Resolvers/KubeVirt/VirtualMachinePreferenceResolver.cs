using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachinePreference: the storage class that it prefers for volumes.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/instancetype/v1beta1/types.go, VolumePreferences. A subdomain
/// is one of the machine's own namespace, which is that of the preference.
/// </remarks>
public sealed class VirtualMachinePreferenceResolver()
    : TableResolver(
        Kinds.VirtualMachinePreference,
        [
            PreferredClass.Rule("/spec"),
            new("/spec/preferredSubdomain", Kinds.Service, "headless Service of the subdomain")
            {
                Requirement = Requirement.WhenPresent,
                Source = PreferredClass.Source,
            },
        ]
    );
