using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A file from which objects are made by a tool, as a repository for GitOps holds them beside manifests: it is named for
/// what it is, rather than for each field that an object would have.
/// </summary>
/// <param name="What">What the file is, in a few words.</param>
/// <param name="How">How to get the objects.</param>
/// <param name="Severity">
/// A warning where the name of the file says what it is; an error where only its content suggests it, since it may be a
/// broken manifest as well.
/// </param>
/// <remarks>
/// Source: kustomize api/konfig/general.go (names of kustomizations); Helm pkg/chart/v2/loader (files of a chart).
/// </remarks>
internal sealed record UnrenderedTemplate(string What, string How, FindingSeverity Severity)
{
    private static readonly UnrenderedTemplate Kustomization = new(
        "a kustomization",
        "'kubectl kustomize' on its folder",
        FindingSeverity.Warning
    );

    private static readonly UnrenderedTemplate Chart = new(
        "a file of a Helm chart",
        "'helm template' on its folder",
        FindingSeverity.Warning
    );

    private static readonly UnrenderedTemplate Template = new(
        "an unrendered template",
        "the tool that it is for, as 'helm template'",
        FindingSeverity.Error
    );

    /// <summary>What a file is that holds no readable objects; <see langword="null"/> where nothing tells.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="content">Its content in UTF-8.</param>
    public static UnrenderedTemplate? Of(string file, ReadOnlySpan<byte> content)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (name.Equals("kustomization", StringComparison.OrdinalIgnoreCase))
            return Kustomization;
        if (name is "Chart" || name.StartsWith("values", StringComparison.Ordinal))
            return Chart;

        return content.IndexOf("{{"u8) >= 0 ? Template : null;
    }

    /// <summary>The finding that stands for all that is wrong with the file.</summary>
    /// <param name="place">The beginning of the file.</param>
    public Finding ToFinding(Location place) =>
        new(
            FindingIds.Unrendered,
            Severity,
            null,
            null,
            $"{place}: this is {What}, from which objects are made: nothing of it is read. Render it by {How}, and read "
                + "what comes out."
        );
}
