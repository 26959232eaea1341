using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads Kubernetes objects from YAML and JSON: single objects, multi-document YAML, lists, arrays and JSON lines. JSON keeps its
/// bytes; YAML becomes JSON by the rules of kubectl's own reader. What is wrong with the input is a finding, never an exception.
/// </summary>
/// <remarks>Holds no state: one reader can be used from several threads.</remarks>
public sealed class ManifestReader
{
    private readonly ManifestOptions _options;

    /// <summary>A reader with these options, or the defaults.</summary>
    public ManifestReader(ManifestOptions? options = null) => _options = options ?? new ManifestOptions();

    /// <summary>Reads one file's content.</summary>
    /// <param name="content">YAML or JSON. The resources keep slices of it: the caller must not change it.</param>
    /// <param name="name">What findings call it, such as the file's name.</param>
    public ManifestSet Read(ReadOnlyMemory<byte> content, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var collector = new ManifestCollector(new TextPool());
        Read(content, name, collector, CancellationToken.None);
        return collector.ToSet();
    }

    /// <summary>Reads a stream to its end, as one file.</summary>
    /// <param name="stream">YAML or JSON. Left open.</param>
    /// <param name="name">What findings call it, such as the file's name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ManifestSet> ReadAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        var collector = new ManifestCollector(new TextPool());
        Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), name, collector, cancellationToken);
        return collector.ToSet();
    }

    /// <summary>
    /// Reads files, and folders with all that is in them: <c>*.yaml *.yml *.json *.jsonl *.ndjson</c>, in ordinal order, not through
    /// links to other folders. A file named twice is read once.
    /// </summary>
    /// <exception cref="ManifestException">A path is missing or cannot be opened; the message names all of them.</exception>
    public async Task<ManifestSet> ReadPathsAsync(IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var collector = new ManifestCollector(new TextPool());
        var files = new ManifestFiles();
        foreach (var file in files.Find(paths))
        {
            if (await files.ReadAsync(file, cancellationToken).ConfigureAwait(false) is { } content)
                Read(content, file, collector, cancellationToken);
        }

        files.ThrowIfUnreadable();
        return collector.ToSet();
    }

    private void Read(ReadOnlyMemory<byte> content, string name, ManifestCollector collector, CancellationToken cancellationToken)
    {
        content = ManifestText.ToUtf8(content);
        if (content.Span.IndexOf((byte)0) is >= 0 and var nul)
            collector.Report(FindingIds.UnreadableManifest, new Location(name, 1, content.Span[..nul].Count((byte)'\n') + 1), "here stands a NUL byte, so this is neither YAML nor JSON. Check that it is the right file.");
        if (ManifestText.IsJson(content.Span))
            new JsonManifest(content, name, _options, collector, cancellationToken).Read();
        else
            new YamlManifest(ManifestText.WithoutInnerMarks(content), name, _options, collector, cancellationToken).Read();
    }
}
