using System.Text;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Resolvers;

/// <summary>Writes the tables of resolvers for people.</summary>
internal static class ResolverTables
{
    private static readonly Dictionary<KindFrom, string> Kinds = new()
    {
        [KindFrom.ApiGroupAndKind] = "what `apiGroup` and `kind` beside it say",
        [KindFrom.ApiVersionAndKind] = "what `apiVersion` and `kind` beside it say",
        [KindFrom.SourceRef] = "DataSource.cdi.kubevirt.io",
        [KindFrom.CloneSource] =
            "PersistentVolumeClaim or VolumeSnapshot.snapshot.storage.k8s.io, as `kind` beside it says",
        [KindFrom.Subject] = "ServiceAccount, where `kind` beside it says so",
        [KindFrom.Role] = "Role or ClusterRole, as `kind` beside it says",
        [GatewayRouteResolver.Backend] = "Service, unless `group` and `kind` beside it say another",
        [GatewayRouteResolver.Parent] = "Gateway, unless `group` and `kind` beside it say another",
        [KindFrom.Instancetype] =
            "VirtualMachineInstancetype or VirtualMachineClusterInstancetype, as `kind` beside it says",
        [KindFrom.DefaultInstancetype] =
            "VirtualMachineInstancetype or VirtualMachineClusterInstancetype, as the label beside it says",
        [KindFrom.DefaultPreference] =
            "VirtualMachinePreference or VirtualMachineClusterPreference, as the label beside it says",
        [KindFrom.Preference] = "VirtualMachinePreference or VirtualMachineClusterPreference, as `kind` beside it says",
    };

    public static string Write(IEnumerable<TableResolver> resolvers)
    {
        var text = new StringBuilder();
        foreach (var resolver in resolvers)
        {
            text.Append(
                $"\n## {resolver.Kind?.ToString() ?? "Every kind"}\n\n| path | names | relation | if it is missing | why | source |\n|---|---|---|---|---|---|\n"
            );
            foreach (var rule in resolver.Rules)
                text.Append(
                    $"| `{rule.Path}` | {Names(rule)} | {Name(rule.Relation)} | {Missing(rule)} | {rule.Why} | {rule.Source} |\n"
                );
        }

        return text.ToString();
    }

    private static string Names(ReferenceRule rule)
    {
        var kind = rule.KindFrom is null ? rule.Kind.ToString() : Kinds[rule.KindFrom];
        return kind
            + rule.Form switch
            {
                ReferenceForm.NameBesideNamespace => ", in the `namespace` beside it",
                ReferenceForm.NamespaceSlashName => ", as `name` or `namespace/name`",
                ReferenceForm.EmbeddedJson => $", as JSON in the text: `{rule.Inside}`",
                _ => "",
            }
            + (rule.Indexed is null ? "" : $"; one for each replica, `-0` and so on, if `{rule.Indexed.When}` is true")
            + (rule.UnlessNamedAt is null ? "" : $", unless a `{rule.UnlessNamedAt}` has the same name");
    }

    private static string Name(Relation relation) =>
        relation switch
        {
            Relation.Needs => "needs",
            Relation.Runs => "runs",
            _ => "ownedBy",
        };

    private static string Missing(ReferenceRule rule)
    {
        var requirement = rule.Requirement switch
        {
            Requirement.Required => "required",
            Requirement.Optional => "optional",
            _ => "nothing: a look whether it is there",
        };
        var exceptions = rule
            .OptionalWhen.Select(condition =>
                condition.IsFlag ? $"`{condition.Path}` is true"
                : condition.Value is null ? $"`{condition.Path}` is set"
                : $"`{condition.Path}` is {condition.Value}"
            )
            .Concat(rule.OptionalField is null ? [] : new[] { $"`{rule.OptionalField}` beside it is true" })
            .ToList();
        return exceptions.Count == 0 || rule.Requirement != Requirement.Required
            ? requirement
            : $"{requirement}; optional if {string.Join(" or ", exceptions)}";
    }
}
