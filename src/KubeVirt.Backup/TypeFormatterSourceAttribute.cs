using System.Diagnostics.CodeAnalysis;

namespace KubeVirt.Backup;

/// <summary>
/// Tells notebooks how values of a type show themselves. The formatters of .NET Interactive look for an attribute of this
/// name, whoever declares it, so that the package needs none of theirs.
/// </summary>
/// <remarks>
/// Source: dotnet/interactive, <c>src/Microsoft.DotNet.Interactive.Formatting/Formatter.cs</c>,
/// <c>TryRegisterFromConventionBasedFormatterSources</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute : Attribute
{
    // Named, not referred to: a plan knows no format.
    private const string Source = nameof(KubeVirt) + ".Backup.Formats" + ".NotebookFormatters";

    /// <summary>The type that makes the formatters, which is made by its constructor without parameters.</summary>
    [DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicMethods
    )]
    public Type FormatterSourceType { get; } = Type.GetType(Source, throwOnError: true)!;
}
