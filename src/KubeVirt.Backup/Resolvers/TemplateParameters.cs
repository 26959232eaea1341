namespace KubeVirt.Backup.Resolvers;

/// <summary>The parameters in the texts of a template, which get their values when a machine is made of it.</summary>
/// <remarks>
/// Source: kubevirt/virt-template api/core/v1beta1/virtualmachinetemplate_types.go: <c>${NAME}</c>, and
/// <c>${{NAME}}</c> for a value that is no text.
/// </remarks>
internal static class TemplateParameters
{
    /// <summary>Whether a parameter stands in a text.</summary>
    public static bool IsIn(string? text) => text is not null && text.Contains("${", StringComparison.Ordinal);
}
