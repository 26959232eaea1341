namespace KubeVirt.Backup.Client.Exports;

/// <summary>Where a part of an export is served at the moment, and the token that its server asks for.</summary>
/// <param name="Link">The part. Its address can change while it is downloaded.</param>
/// <param name="Token">The token; a secret, which must be in no message.</param>
/// <param name="ReadySince">
/// Since when the export has been ready without a break; <see langword="null"/> where that is not known.
/// </param>
internal sealed record LocatedExport(ExportLink Link, string Token, DateTimeOffset? ReadySince)
{
    /// <summary>The link alone: the token must be in no log.</summary>
    public override string ToString() => Link.ToString();
}
