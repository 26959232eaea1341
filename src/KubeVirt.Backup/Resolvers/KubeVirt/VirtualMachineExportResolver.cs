using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineExport: what it exports, and the Secret with its token.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/export/v1/types.go; pkg/storage/export/export/export.go, which makes
/// the token only where the spec names none.
/// </remarks>
public sealed class VirtualMachineExportResolver()
    : TableResolver(
        Kinds.VirtualMachineExport,
        [
            new("/spec/source/name", default, "source of the export")
            {
                KindFrom = KindFrom.ApiGroupAndKind,
                Source = Api,
            },
            new("/spec/tokenSecretRef", Kinds.Secret, "token of the export") { Source = Api },
            new("/status/tokenSecretRef", Kinds.Secret, "token of the export")
            {
                Requirement = Requirement.Optional,
                Source = Api,
            },
        ]
    )
{
    private const string Api = "kubevirt.io/api/export/v1/types.go";
}
