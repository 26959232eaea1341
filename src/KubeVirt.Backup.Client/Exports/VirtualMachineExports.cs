using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Client.Exports;

/// <summary>
/// Exports of KubeVirt: it serves the volumes and manifests of a stopped machine, a snapshot or a claim over HTTPS, for
/// a time.
/// </summary>
/// <remarks>
/// <para>
/// An export is done when it is ready and its links say where its parts are. Deleting it deletes its Secret and its
/// server, too.
/// </para>
/// <para>
/// Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachineexports</c> in <c>export.kubevirt.io</c>, and
/// <c>create</c> and <c>get</c> on <c>secrets</c>, as the token is kept in one. Sources: KubeVirt
/// pkg/storage/export/export/export.go, pkg/virtctl/vmexport/vmexport.go.
/// </para>
/// </remarks>
/// <example>
/// <code language="csharp">
/// var exports = new VirtualMachineExports(client);
/// var snapshot = new ResourceId(Kinds.VirtualMachineSnapshot, "shop", "database-1");
/// var export = await exports.CreateAsync(snapshot, "database-1", cancellationToken: cancellationToken);
/// export = await exports.WaitAsync(export, cancellationToken: cancellationToken);
/// foreach (var link in export.Links.Where(link => link is { Kind: ExportLinkKind.Volume, Format: "gzip" }))
///     await exports.DownloadFileAsync(export, link, $"{link.Name}.img.gz", cancellationToken: cancellationToken);
/// await exports.DeleteAsync(export, cancellationToken);
/// </code>
/// </example>
public sealed class VirtualMachineExports : CompletingActionClient<VirtualMachineExport>
{
    private static readonly ActionKind Kind = new(
        Kinds.VirtualMachineExport,
        FindingIds.ActionNotDone,
        "the VirtualMachineExport's events, its source, and its pod virt-export-{name}, cut to 63 characters",
        "KubeVirt goes on with it: it may become ready yet, and then serves the source to whoever has the token until "
            + "its spec.ttlDuration is over, 2 hours after it was created where nothing else was asked for. "
            + "DeleteAsync ends it, and its server with it."
    );

    private static readonly GroupKind[] SourceKinds =
    [
        Kinds.VirtualMachine,
        Kinds.VirtualMachineSnapshot,
        Kinds.PersistentVolumeClaim,
        Kinds.VirtualMachineBackup,
    ];

    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Creates a client that works on one cluster.</summary>
    /// <param name="client">
    /// The client to use. It is not disposed. Downloads do not go over it, since they come from another server.
    /// </param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VirtualMachineExports(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
        : base(client, options, time, Kind)
    {
        _options = options ?? new ClusterOptions();
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// Creates a VirtualMachineExport, with a token that only its Secret knows. Returns before it can be downloaded.
    /// </summary>
    /// <param name="source">
    /// A VirtualMachine, which must be stopped, a VirtualMachineSnapshot, a PersistentVolumeClaim that nothing uses, or
    /// a VirtualMachineBackup that is pulled.
    /// </param>
    /// <param name="name">
    /// What the export and its Secret are called, in the source's namespace. Both must be free.
    /// </param>
    /// <param name="options">
    /// How it is exported. Default: <see cref="ExportOptions"/> with its own defaults.
    /// </param>
    /// <param name="cancellationToken">
    /// Stops the work. An export whose Secret was not created is deleted; where that fails, it never becomes ready and
    /// is deleted when its time is over.
    /// </param>
    /// <exception cref="ArgumentException">The id is of another kind, or the name cannot be one.</exception>
    /// <exception cref="ClusterException">
    /// The server refused, has another one of that name, or kept failing.
    /// </exception>
    public async Task<VirtualMachineExport> CreateAsync(
        ResourceId source,
        string name,
        ExportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        options ??= new ExportOptions();
        var spec = new JsonObject
        {
            ["source"] = ActionSources.Reference(source, SourceKinds),
            ["tokenSecretRef"] = name,
        };
        if (options.TimeToLive is { } time)
            spec["ttlDuration"] = ActionSources.Duration(time);

        var export = await CreateAsync(source.Namespace, name, options.Labels, spec, cancellationToken)
            .ConfigureAwait(false);
        // The Secret is owned by the export, so that it can only be created after it.
        await TokenSecrets.CreateAsync(Objects, export, cancellationToken).ConfigureAwait(false);
        return export;
    }

    /// <summary>
    /// The manifests that KubeVirt made for importing elsewhere: the machine, its DataVolumes with the export as their
    /// source, and, of the type <c>auth-header-secret</c>, the Secret for that.
    /// </summary>
    /// <param name="export">The export; ready.</param>
    /// <param name="type"><c>all</c> or <c>auth-header-secret</c>. Default: <c>all</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <remarks>They are for this export: plan and restore from the objects themselves, not from these.</remarks>
    /// <exception cref="ArgumentException">The export has no such manifests.</exception>
    /// <exception cref="ClusterException">They cannot be read; see <see cref="DownloadAsync"/>.</exception>
    public async Task<ManifestSet> ReadManifestsAsync(
        VirtualMachineExport export,
        string type = "all",
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(export);
        // A manifest of the type oci is no manifest of Kubernetes.
        var link = export.Links.FirstOrDefault(link =>
            link.Kind == ExportLinkKind.Manifest && link.Format == type && type != "oci"
        );
        if (link is null)
        {
            throw new ArgumentException(
                $"{export.Id} has no manifests of the type '{type}'. "
                    + "Wait until it is ready; an export of a claim has none.",
                nameof(type)
            );
        }

        var path = link.Address.AbsolutePath;
        using var body = new BoundedMemory(
            () => ServerFailures.TooLong(HttpMethod.Get, path, _options.MaxResponseBytes),
            _options.MaxResponseBytes
        );
        await DownloadAsync(export, link, body, cancellationToken: cancellationToken).ConfigureAwait(false);

        return new ManifestReader().Read(body.GetBuffer().AsMemory(0, (int)body.Length), path);
    }

    /// <summary>
    /// Streams a part of an export. A connection that breaks is opened again: the download goes on where it stopped if
    /// the server supports that, as it does with the format <c>raw</c>, and if the export has been ready ever since;
    /// else it begins again.
    /// </summary>
    /// <remarks>
    /// A part that came over several connections is of one moment: it is the same export by its UID, and the time of
    /// its condition Ready was the same at each try and after the last byte. Where the condition has no time, nothing
    /// is gone on with.
    /// </remarks>
    /// <param name="export">The export; ready.</param>
    /// <param name="link">One of its links, other than one of the format <c>dir</c>.</param>
    /// <param name="destination">
    /// Where to write, at its position. If this throws, what was written so far is not the whole.
    /// </param>
    /// <param name="offset">
    /// How many bytes the destination holds before its position already. They are used if the export has been ready
    /// since <see cref="VirtualMachineExport.ReadySince"/> of <paramref name="export"/>, which must be as it was read
    /// when they came; else the destination is written from its start. Default: 0.
    /// </param>
    /// <param name="progress">Receives the number of bytes after each piece.</param>
    /// <param name="cancellationToken">Stops the work, in the midst of a body, too.</param>
    /// <returns>How many bytes the whole has.</returns>
    /// <exception cref="ArgumentException">
    /// The link leads to no single file, or the destination stands before <paramref name="offset"/>.
    /// </exception>
    /// <exception cref="ClusterException">
    /// The export has expired or was deleted (status 410), its server is not trusted, refuses the token, or kept
    /// failing; or the rest cannot be read and the destination cannot seek.
    /// </exception>
    public Task<long> DownloadAsync(
        VirtualMachineExport export,
        ExportLink link,
        Stream destination,
        long offset = 0,
        IProgress<ExportProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(export);
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ThrowIfNoFile(link);
        if (destination.CanSeek && destination.Position < offset)
        {
            throw new ArgumentException(
                $"The destination stands at {destination.Position}, before the {offset} bytes that it should hold.",
                nameof(destination)
            );
        }

        var download = new ExportDownload(
            token => LocateAsync(export, link, token),
            destination,
            offset,
            export.ReadySince,
            _options,
            _time,
            progress
        );
        return Telemetry.TraceAsync(BackupTelemetry.ExportDownload, activity =>
        {
            activity
                ?.SetTag("kubevirt.export.kind", link.Kind.ToString())
                .SetTag("kubevirt.export.format", link.Format);
            return download.RunAsync(cancellationToken);
        });
    }

    /// <summary>
    /// Downloads a part of an export to a file, which exists only when it is whole. What came before a failure is kept
    /// beside it, and the download goes on from there when this is called again, provided that the export has been ready
    /// ever since.
    /// </summary>
    /// <param name="export">The export; ready.</param>
    /// <param name="link">One of its links, other than one of the format <c>dir</c>.</param>
    /// <param name="path">
    /// The file; it must not exist. Only its owner may read it. Until it is whole it bears a longer name that ends in
    /// <c>.partial</c>.
    /// </param>
    /// <param name="progress">Receives the number of bytes after each piece.</param>
    /// <param name="cancellationToken">Stops the work, in the midst of a body, too.</param>
    /// <returns>How many bytes the file has.</returns>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    /// <exception cref="ClusterException">As with <see cref="DownloadAsync"/>.</exception>
    public async Task<long> DownloadFileAsync(
        VirtualMachineExport export,
        ExportLink link,
        string path,
        IProgress<ExportProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(export);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.Exists(path))
            throw new IOException($"{path} exists already. Name another file.");

        var partial = PartialFileOf(path, export, link);
        var file = File.Exists(partial)
            ? new FileStream(partial, FileMode.Open, FileAccess.Write)
            : OwnerOnly.CreateFile(partial);
        long bytes;
        await using (file.ConfigureAwait(false))
        {
            file.Seek(0, SeekOrigin.End);
            bytes = await DownloadAsync(export, link, file, file.Length, progress, cancellationToken)
                .ConfigureAwait(false);
            // The file must not bear its name before its bytes are on the disk.
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
        return bytes;
    }

    private protected override VirtualMachineExport Read(Resource resource) => VirtualMachineExport.Read(resource);

    private protected override bool IsDone(VirtualMachineExport state) => state is { Phase: "Ready", Links.Count: > 0 };

    // KubeVirt stops and replaces the export's server now and then: Terminated is final only when its time is over.
    private protected override string? FailureOf(VirtualMachineExport state) =>
        state.Phase switch
        {
            "Skipped" => "there is no volume to export.",
            "Terminated" when state.ExpirationTime is { } time && time <= _time.GetUtcNow() =>
                $"its time ended at {time:u}.",
            _ => null,
        };

    private static void ThrowIfNoFile(ExportLink link)
    {
        if (link.Format != "dir" && link.Address.Scheme == Uri.UriSchemeHttps)
            return;

        throw new ArgumentException(
            $"{link.Address} leads to no single file over HTTPS. Choose a link of another format.",
            nameof(link)
        );
    }

    /// <summary>
    /// The file for what was downloaded so far. Its name differs by export, part and the time since which the export was
    /// ready, since another one has other bytes. Files of earlier such times are of no use any longer and are removed.
    /// </summary>
    private static string PartialFileOf(string path, VirtualMachineExport export, ExportLink link)
    {
        var part = Hash($"{export.Uid} {link.Kind} {link.Name} {link.Format}");
        var partial = $"{path}.{part}.{Hash($"{export.ReadySince:O}")}.partial";
        var full = Path.GetFullPath(partial);
        var begin = Path.GetFullPath($"{path}.{part}.");
        var files = Directory.EnumerateFiles(Path.GetDirectoryName(full)!);
        foreach (var old in files.Where(file => file.StartsWith(begin, StringComparison.Ordinal) && file != full))
            File.Delete(old);

        return partial;
    }

    private static string Hash(string text)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return hash[..16];
    }

    /// <summary>Where the same part is served now, and the token.</summary>
    private async Task<LocatedExport> LocateAsync(
        VirtualMachineExport export,
        ExportLink link,
        CancellationToken cancellationToken
    )
    {
        var now = await FindAsync(export.Id, cancellationToken).ConfigureAwait(false);
        if (now is null || now.Uid != export.Uid || now.Problem is not null)
            throw ExportFailures.Gone(link, export);

        var token = now.TokenSecret is { } secret
            ? await TokenSecrets.FindAsync(Objects, secret, cancellationToken).ConfigureAwait(false)
            : null;
        if (token is null)
            throw ExportFailures.NoToken(link, export);

        var served = now.Links.FirstOrDefault(link.IsSameAs) ?? link;
        return new LocatedExport(served, token, now.ReadySince);
    }
}
