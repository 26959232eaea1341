using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Reads Kubernetes objects from YAML and JSON: single objects, multi-document YAML, lists, arrays and JSON lines. JSON
/// keeps its bytes; YAML becomes JSON by the rules of kubectl's own reader. What is wrong with the input is a finding,
/// never an exception.
/// </summary>
/// <remarks>Has no state of its own: one reader can be used from several threads.</remarks>
/// <example>
/// Read a text, and then a folder:
/// <code language="csharp">
/// var reader = new ManifestReader();
/// ManifestSet fromText = reader.Read(System.Text.Encoding.UTF8.GetBytes(yaml), "vm.yaml");
/// Console.WriteLine($"{fromText.Resources.Count} objects, {fromText.Findings.Count} findings");
///
/// ManifestSet fromFolder = await reader.ReadPathsAsync(["docs/samples/manifests"], cancellationToken);
/// foreach (Resource resource in fromFolder.Resources)
///     Console.WriteLine(resource.Id);
/// </code>
/// </example>
public sealed class ManifestReader
{
    private readonly ManifestOptions _options;

    /// <summary>Makes a reader.</summary>
    /// <param name="options">How to read. Default: those of <see cref="ManifestOptions"/>.</param>
    public ManifestReader(ManifestOptions? options = null) => _options = options ?? new ManifestOptions();

    /// <summary>
    /// Reads the content of one file, which is no archive: <see cref="ManifestOptions.RequiresEncryption"/> does not matter.
    /// </summary>
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
    /// Reads a stream to its end, as one file: YAML, JSON, or an archive as <see cref="VeleroArchive"/> reads it. The
    /// first bytes decide which of them it is.
    /// </summary>
    /// <param name="stream">The stream, which need not be seekable. Left open.</param>
    /// <param name="name">What findings call it, such as the file's name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArchiveException">It is an archive that cannot be trusted or read.</exception>
    /// <exception cref="IOException">
    /// The stream cannot be read, or holds more than 2 GB that are not a list of objects.
    /// </exception>
    public async Task<ManifestSet> ReadAsync(Stream stream, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        var collector = new ManifestCollector(new TextPool());
        await ReadAnyAsync(stream, name, collector, cancellationToken).ConfigureAwait(false);

        return collector.ToSet();
    }

    /// <summary>
    /// Reads files, and folders with everything in them: <c>*.yaml *.yml *.json *.jsonl *.ndjson</c>, in ordinal order.
    /// Links to other folders are not followed. A file that is named twice is read once. A file that is named itself,
    /// and not found in a folder, can also be an archive.
    /// </summary>
    /// <param name="paths">The files and folders.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
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
        var named = paths.ToList();
        var isNamed = named.ToHashSet(StringComparer.Ordinal);
        var files = new ManifestFiles();
        var found = files.Find(named);

        // Files are read in parallel and joined in their order, so the result does not depend on the number of
        // processors. The largest come first, so that no processor is left alone with one in the end.
        var collectors = new ManifestCollector[found.Count];
        var largestFirst = found.Index().OrderByDescending(file => ManifestFiles.LengthOf(file.Item));
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel
            .ForEachAsync(largestFirst, parallel, async (file, token) =>
            {
                var (index, path) = file;
                collectors[index] = await ReadFileAsync(files, path, isNamed.Contains(path), token)
                    .ConfigureAwait(false);
            })
            .ConfigureAwait(false);

        files.ThrowIfUnreadable();
        return ManifestCollector.ToSet(collectors);
    }

    /// <summary>Reads YAML or JSON that is in memory as a whole.</summary>
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
        {
            var line = content.Span[..nul].Count((byte)'\n') + 1;
            collector.Report(
                FindingIds.UnreadableManifest,
                new Location(name, 1, line),
                "a NUL byte stands here, so this is neither YAML nor JSON. Check that it is the right file."
            );
        }

        if (ManifestText.IsJson(content.Span))
        {
            new JsonManifest(content, name, options, collector, cancellationToken).Read();
            return;
        }

        var text = ManifestText.WithoutInnerMarks(content);
        new YamlManifest(text, new Location(name, 1, 1), options, collector, cancellationToken).Read();
    }

    /// <summary>
    /// Reads one file. Only a file that was named itself can be an archive, or a pipe, which one has to wait for.
    /// </summary>
    private async Task<ManifestCollector> ReadFileAsync(
        ManifestFiles files,
        string file,
        bool isNamed,
        CancellationToken cancellationToken
    )
    {
        var collector = new ManifestCollector(new TextPool());
        if (!isNamed && _options.RequiresEncryption)
            throw ArchiveFormats.NotEncrypted(file);

        if (isNamed)
        {
            await files
                .ReadAsync(file, stream => ReadAnyAsync(stream, file, collector, cancellationToken))
                .ConfigureAwait(false);
        }
        else if (RegularFiles.Contain(file))
        {
            await files
                .ReadAsync(file, stream => ReadManifestAsync(stream, file, collector, cancellationToken))
                .ConfigureAwait(false);
        }
        else
        {
            collector.Report(
                FindingIds.UnreadableManifest,
                new Location(file, 1, 1),
                "this is a pipe or a device and no file, so it is not read with its folder. "
                    + "Name it to read it, or remove it."
            );
        }

        return collector;
    }

    /// <summary>Reads an archive or a manifest, whichever the first bytes show.</summary>
    private async Task ReadAnyAsync(
        Stream stream,
        string name,
        ManifestCollector collector,
        CancellationToken cancellationToken
    )
    {
        var start = stream.CanSeek ? stream.Position : 0;
        var (format, whole) = await ArchiveFormats
            .OpenAsync(stream, name, _options, cancellationToken)
            .ConfigureAwait(false);
        await using (whole.ConfigureAwait(false))
        {
            if (format != ArchiveFormat.None)
            {
                var archive = new VeleroReader(name, _options, collector);
                await archive.ReadAsync(whole, format, cancellationToken).ConfigureAwait(false);
                return;
            }

            // A file is read itself rather than through the pipe, because only its length shows that it is large.
            if (stream.CanSeek)
                stream.Position = start;
            await ReadManifestAsync(stream.CanSeek ? stream : whole, name, collector, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Reads YAML or JSON: a large list window by window, everything else as a whole.</summary>
    /// <exception cref="IOException">The stream cannot be read, or is larger than an array can be.</exception>
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
        var bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        var start = collector.Count;
        Read(bytes, name, _options, collector, cancellationToken);
        if (UnrenderedTemplate.Of(name, bytes.Span) is { } template)
            collector.ReplaceErrors(start, template.ToFinding(new Location(name, 1, 1)));
    }

    /// <summary>
    /// Reads a large list, or large JSON lines, without holding them as a whole. <see langword="false"/>, and nothing
    /// read, where it is anything else.
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
        var isRead = await new StreamedList(stream, name, _options, items)
            .TryReadAsync(cancellationToken)
            .ConfigureAwait(false);
        if (!isRead)
        {
            stream.Position = start;
            items = new ManifestCollector(collector.Texts);
            isRead = await new StreamedLines(stream, name, _options, items)
                .TryReadAsync(cancellationToken)
                .ConfigureAwait(false);
        }

        if (isRead)
            collector.Append(items);
        else
            stream.Position = start;

        return isRead;
    }
}
