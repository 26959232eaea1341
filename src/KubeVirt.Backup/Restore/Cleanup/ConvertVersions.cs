using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Writes objects of versions that clusters no longer serve in the version that they do, where nothing but the version
/// changed; reports the others.
/// </summary>
/// <remarks>The versions stand in <c>PlatformPack.Versions</c>.</remarks>
public sealed class ConvertVersions() : RestorePolicy("convert-versions")
{
    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var version = context.Original.ApiVersion[
            (context.Original.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..
        ];
        foreach (var rule in context.Graph.Platforms.VersionsOf(context.Id.Kind))
        {
            if (rule.Old.Contains(version))
                Convert(context, rule);
        }
    }

    private static void Convert(RestoreContext context, VersionRule rule)
    {
        var served = $"{context.Id.Kind.Group}/{rule.Served}";
        if (UnknownMember(context.Original, rule) is { } unknown)
        {
            context.Report(
                FindingIds.VersionNotServed,
                FindingSeverity.Warning,
                "/apiVersion",
                $"Clusters of today do not serve {context.Original.ApiVersion}, and the object cannot be written as "
                    + $"{served} as it is: its spec has a member '{unknown}' that this version has not. Convert it by hand."
            );
            return;
        }

        if (context.Draft.Set("/apiVersion", served))
            context.Report(
                FindingIds.VersionNotServed,
                FindingSeverity.Info,
                "/apiVersion",
                $"It is written as {served}, since clusters of today do not serve {context.Original.ApiVersion}. "
                    + "Nothing but the version differs."
            );
    }

    /// <summary>A member of the spec that the served version has not; <see langword="null"/> where it has all.</summary>
    private static string? UnknownMember(Resource resource, VersionRule rule)
    {
        if (rule.SpecMembers.Count == 0 || resource.At("/spec") is not { ValueKind: JsonValueKind.Object } spec)
            return null;

        return spec.EnumerateObject()
            .Select(member => member.Name)
            .FirstOrDefault(name => !rule.SpecMembers.Contains(name));
    }
}
