using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads Kubernetes objects from YAML and JSON: single objects, multi-document YAML, lists, arrays and JSON lines. JSON
/// keeps its bytes; YAML becomes JSON by the rules of kubectl's own reader. What is wrong with the input is a finding,
/// never an exception.
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
        Read(content, name, _options, collector, CancellationToken.None);
        return collector.ToSet();
    }

    /// <summary>
    /// Reads a stream to its end, as one file: YAML, JSON, or an archive as <see cref="VeleroArchive"/> reads it, told
    /// apart by their first bytes.
    /// </summary>
    /// <param name="stream">What to read, which need not be seekable. Left open.</param>
    /// <param name="name">What findings call it, such as the file's name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">It is an archive that cannot be trusted or read.</exception>
    /// <exception cref="IOException">The stream cannot be read, or holds more than 2 GB that are no list.</exception>
    public async Task<ManifestSet> ReadAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        var collector = new ManifestCollector(new TextPool());
        await ReadAsync(stream, name, collector, cancellationToken).ConfigureAwait(false);
        return collector.ToSet();
    }

    /// <summary>
    /// Reads files, and folders with all that is in them: <c>*.yaml *.yml *.json *.jsonl *.ndjson</c>, in ordinal
    /// order, not through links to other folders. A file named twice is read once. A file that is named itself may be
    /// an archive, too.
    /// </summary>
    /// <exception cref="ManifestException">
    /// A path is missing or cannot be read; the message names all of them.
    /// </exception>
    /// <exception cref="ArchiveException">A path is an archive that cannot be trusted or read.</exception>
    public async Task<ManifestSet> ReadPathsAsync(
        IEnumerable<string> paths,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(paths);
        var all = paths.ToList();
        var named = all.ToHashSet(StringComparer.Ordinal);
        var files = new ManifestFiles();
        var found = files.Find(all);
        var read = new ManifestCollector[found.Count];
        // Files are read side by side and put together in their order, so what comes out does not tell how many there
        // were at a time. The largest come first, so that no processor is left with one in the end.
        await Parallel
            .ForEachAsync(
                found.Index().OrderByDescending(file => ManifestFiles.LengthOf(file.Item)),
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = Environment.ProcessorCount,
                    CancellationToken = cancellationToken,
                },
                async (file, token) =>
                    read[file.Index] = await ReadFileAsync(files, file.Item, named.Contains(file.Item), token)
                        .ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        files.ThrowIfUnreadable();
        return ManifestCollector.ToSet(read);
    }

    internal static void Read(
        ReadOnlyMemory<byte> content,
        string name,
        ManifestOptions options,
        ManifestCollector collector,
        CancellationToken cancellationToken
    )
    {
        content = ManifestText.ToUtf8(content);
        if (content.Span.IndexOf((byte)0) is >= 0 and var nul)
            collector.Report(
                FindingIds.UnreadableManifest,
                new Location(name, 1, content.Span[..nul].Count((byte)'\n') + 1),
                "here stands a NUL byte, so this is neither YAML nor JSON. Check that it is the right file."
            );
        if (ManifestText.IsJson(content.Span))
            new JsonManifest(content, name, options, collector, cancellationToken).Read();
        else
            new YamlManifest(
                ManifestText.WithoutInnerMarks(content),
                new Location(name, 1, 1),
                options,
                collector,
                cancellationToken
            ).Read();
    }

    private async Task<ManifestCollector> ReadFileAsync(
        ManifestFiles files,
        string file,
        bool isNamed,
        CancellationToken cancellationToken
    )
    {
        var collector = new ManifestCollector(new TextPool());
        if (isNamed)
            await files
                .ReadAsync(file, stream => ReadAsync(stream, file, collector, cancellationToken))
                .ConfigureAwait(false);
        else if (RegularFiles.Contain(file))
            await files
                .ReadAsync(file, stream => ReadManifestAsync(stream, file, collector, cancellationToken))
                .ConfigureAwait(false);
        else
            collector.Report(
                FindingIds.UnreadableManifest,
                new Location(file, 1, 1),
                "this is a pipe or a device and no file, so it is not read with its folder. Name it to have it read, or remove it."
            );
        return collector;
    }

    private async Task ReadAsync(
        Stream stream,
        string name,
        ManifestCollector collector,
        CancellationToken cancellationToken
    )
    {
        var start = stream.CanSeek ? stream.Position : 0;
        var (format, whole) = await ArchiveFormats.DetectAsync(stream, cancellationToken).ConfigureAwait(false);
        await using (whole.ConfigureAwait(false))
        {
            if (format != ArchiveFormat.None)
            {
                await new VeleroReader(name, _options, collector)
                    .ReadAsync(whole, format, cancellationToken)
                    .ConfigureAwait(false);
                return;
            }

            if (stream.CanSeek)
                stream.Position = start;
            await ReadManifestAsync(stream.CanSeek ? stream : whole, name, collector, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task ReadManifestAsync(
        Stream stream,
        string name,
        ManifestCollector collector,
        CancellationToken cancellationToken
    )
    {
        if (await TryStreamAsync(stream, name, collector, cancellationToken).ConfigureAwait(false))
            return;
        var length = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (length > Array.MaxLength)
            throw new IOException("it is larger than 2 GB, split it");
        using var content = new MemoryStream((int)length);
        await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        Read(content.GetBuffer().AsMemory(0, (int)content.Length), name, _options, collector, cancellationToken);
    }

    /// <summary>
    /// Reads a large list without holding it as a whole; <see langword="false"/>, and nothing read, where it is
    /// anything else.
    /// </summary>
    private async Task<bool> TryStreamAsync(
        Stream stream,
        string name,
        ManifestCollector collector,
        CancellationToken cancellationToken
    )
    {
        if (!stream.CanSeek || stream.Length - stream.Position <= StreamedList.WindowBytes)
            return false;
        var start = stream.Position;
        var items = new ManifestCollector(collector.Texts);
        if (await new StreamedList(stream, name, _options, items).TryReadAsync(cancellationToken).ConfigureAwait(false))
        {
            collector.Append(items);
            return true;
        }

        stream.Position = start;
        return false;
    }
}
