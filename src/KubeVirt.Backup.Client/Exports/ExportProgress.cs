namespace KubeVirt.Backup.Client.Exports;

/// <summary>How far a download is.</summary>
/// <param name="Bytes">Bytes written to the destination, those of earlier tries that count included.</param>
/// <param name="Total">
/// Bytes in all; <see langword="null"/> where the server does not know, as with what it compresses underway.
/// </param>
public readonly record struct ExportProgress(long Bytes, long? Total);
