using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>References of a VirtualMachineExport: what it exports, and the Secret with its token.</summary>
/// <remarks>
/// A machine, a snapshot or a claim, by what stands in <c>kind</c>. An export is an action, which a restore does not
/// repeat.
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
