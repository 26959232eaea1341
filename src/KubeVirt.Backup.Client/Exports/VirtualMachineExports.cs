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
/// Needs <c>create</c>, <c>get</c> and <c>delete</c> on <c>virtualmachineexports</c> in <c>export.kubevirt.io</c>, and
/// <c>create</c> and <c>get</c> on <c>secrets</c>, as the token is kept in one. Sources: KubeVirt
/// pkg/storage/export/export/export.go, pkg/virtctl/vmexport/vmexport.go.
/// </remarks>
public sealed class VirtualMachineExports
{
    private readonly ActionObjects _objects;
    private readonly ActionClient<VirtualMachineExport> _exports;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Works on a cluster.</summary>
    /// <param name="client">
    /// The client to use. It is not disposed. Downloads do not go over it, since they come from another server.
    /// </param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public VirtualMachineExports(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new ClusterOptions();
        _time = time ?? TimeProvider.System;
        _objects = new ActionObjects(client, options, time);
        _exports = new(
            _objects,
            Kinds.VirtualMachineExport,
            FindingIds.ActionNotDone,
            "the VirtualMachineExport's events, its source, and its pod virt-export-NAME",
            VirtualMachineExport.Read,
            Failure
        );
    }

    /// <summary>Asks for an export, with a token that only its Secret knows. Nothing is waited for.</summary>
    /// <param name="source">
    /// A VirtualMachine, which must be stopped, a VirtualMachineSnapshot, a PersistentVolumeClaim that nothing uses, or
    /// a VirtualMachineBackup that is pulled.
    /// </param>
    /// <param name="name">
    /// What the export and its Secret are called, in the source's namespace. Both must be free.
    /// </param>
    /// <param name="options">How. Default: those of <see cref="ExportOptions"/>.</param>
    /// <param name="cancellationToken">
    /// Stops the work. An export whose Secret was not created is taken back; where that fails, it never becomes ready
    /// and is deleted when its time is over.
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
            ["source"] = ActionSources.Reference(
                source,
                Kinds.VirtualMachine,
                Kinds.VirtualMachineSnapshot,
                Kinds.PersistentVolumeClaim,
                Kinds.VirtualMachineBackup
            ),
            ["tokenSecretRef"] = name,
        };
        if (options.TimeToLive is { } time)
            spec["ttlDuration"] = ActionSources.Duration(time);
        var export = await _exports
            .CreateAsync(source.Namespace, name, options.Labels, spec, cancellationToken)
            .ConfigureAwait(false);
        await TokenSecrets.CreateAsync(_objects, export, cancellationToken).ConfigureAwait(false);
        return export;
    }

    /// <summary>An export as it is now; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ClusterException">It cannot be read.</exception>
    public Task<VirtualMachineExport?> FindAsync(ResourceId export, CancellationToken cancellationToken = default) =>
        _exports.FindAsync(export, cancellationToken);

    /// <summary>
    /// Waits until an export is ready and says where its parts are. One that comes to nothing, has expired, or is not
    /// in time has a problem then: its conditions say what it waits for.
    /// </summary>
    /// <param name="export">The export.</param>
    /// <param name="wait">How long. Default: those of <see cref="WaitOptions"/>.</param>
    /// <param name="progress">Told after each look.</param>
    /// <param name="cancellationToken">Stops waiting; the export goes on.</param>
    public Task<VirtualMachineExport> WaitAsync(
        VirtualMachineExport export,
        WaitOptions? wait = null,
        IProgress<VirtualMachineExport>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(export);
        return _exports.WaitAsync(
            export,
            seen => seen is { Phase: "Ready", Links.Count: > 0 },
            wait,
            progress,
            cancellationToken
        );
    }

    /// <summary>Deletes an export; its Secret and its server go with it. One that is gone is well.</summary>
    /// <exception cref="ClusterException">The server refused, or kept failing.</exception>
    public Task DeleteAsync(VirtualMachineExport export, CancellationToken cancellationToken = default) =>
        _exports.DeleteAsync(export, cancellationToken);

    /// <summary>
    /// The manifests that KubeVirt made for importing elsewhere: the machine, its DataVolumes with the export as their
    /// source, and, of the type <c>auth-header-secret</c>, the Secret for that.
    /// </summary>
    /// <param name="export">The export; ready.</param>
    /// <param name="type"><c>all</c> or <c>auth-header-secret</c>. Default: <c>all</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <remarks>They are for this export: plan and restore from the objects themselves, not from these.</remarks>
    /// <exception cref="ArgumentException">The export has no such manifests.</exception>
    /// <exception cref="ClusterException">They cannot be had; see <see cref="DownloadAsync"/>.</exception>
    public async Task<ManifestSet> ReadManifestsAsync(
        VirtualMachineExport export,
        string type = "all",
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(export);
        var link = export.Links.FirstOrDefault(link =>
            link.Kind == ExportLinkKind.Manifest && link.Format == type && type != "oci"
        )
            ?? throw new ArgumentException(
                $"{export.Id} has no manifests of the type '{type}'. Wait until it is ready; an export of a claim has none.",
                nameof(type)
            );
        using var body = new BoundedMemory(
            () => ClusterConnection.TooLong(HttpMethod.Get, link.Address.AbsolutePath, _options.MaxResponseBytes),
            _options.MaxResponseBytes
        );
        await DownloadAsync(export, link, body, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new ManifestReader().Read(body.GetBuffer().AsMemory(0, (int)body.Length), link.Address.AbsolutePath);
    }

    /// <summary>
    /// Streams a part of an export. A connection that breaks is taken up again: where it stopped if the server can, as
    /// it can with the format <c>raw</c>, else from the start.
    /// </summary>
    /// <param name="export">The export; ready.</param>
    /// <param name="link">One of its links, other than one of the format <c>dir</c>.</param>
    /// <param name="destination">
    /// Where to write, at its position. If this throws, what was written so far is not the whole.
    /// </param>
    /// <param name="offset">How many bytes the destination holds before its position already. Default: 0.</param>
    /// <param name="progress">Told after each piece.</param>
    /// <param name="cancellationToken">Stops the work, in the midst of a body, too.</param>
    /// <returns>How many bytes the whole has.</returns>
    /// <exception cref="ArgumentException">The link leads to no single file.</exception>
    /// <exception cref="ClusterException">
    /// The export has expired or was deleted (status 410), its server is not trusted, refuses the token, or kept
    /// failing; or the rest cannot be had and the destination cannot seek.
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
        if (link.Format == "dir" || link.Address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException(
                $"{link.Address} leads to no single file over HTTPS. Choose a link of another format.",
                nameof(link)
            );
        if (destination.CanSeek && destination.Position < offset)
            throw new ArgumentException(
                $"The destination stands at {destination.Position}, before the {offset} bytes that it should hold.",
                nameof(destination)
            );
        return Telemetry.TraceAsync("ExportDownload", activity =>
        {
            activity?.SetTag("kind", link.Kind.ToString()).SetTag("format", link.Format);
            return new ExportDownload(
                token => LocateAsync(export, link, token),
                destination,
                offset,
                _options,
                _time,
                progress
            ).RunAsync(cancellationToken);
        });
    }

    /// <summary>
    /// Downloads a part of an export to a file, which is there only when it is whole. What came before a failure is
    /// kept beside it, and is gone on with when this is called again.
    /// </summary>
    /// <param name="export">The export; ready.</param>
    /// <param name="link">One of its links, other than one of the format <c>dir</c>.</param>
    /// <param name="path">
    /// The file; it must not exist. Only its owner may read it. Until it is whole it bears a longer name that ends in
    /// <c>.partial</c>.
    /// </param>
    /// <param name="progress">Told after each piece.</param>
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
        // Another export, or another part of it, has other bytes.
        var partial =
            $"{path}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{export.Uid} {link.Kind} {link.Name} {link.Format}")))[..16]}.partial";
        long bytes;
        var file = File.Exists(partial)
            ? new FileStream(partial, FileMode.Open, FileAccess.Write)
            : OwnerOnly.CreateFile(partial);
        await using (file.ConfigureAwait(false))
        {
            file.Seek(0, SeekOrigin.End);
            bytes = await DownloadAsync(export, link, file, file.Length, progress, cancellationToken)
                .ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
        return bytes;
    }

    /// <summary>The same part as it is reached now, and the token.</summary>
    private async Task<(ExportLink Link, string Token)> LocateAsync(
        VirtualMachineExport export,
        ExportLink link,
        CancellationToken cancellationToken
    )
    {
        var now = await _exports.FindAsync(export.Id, cancellationToken).ConfigureAwait(false);
        if (now is null || now.Uid != export.Uid || now.Problem is not null)
            throw ExportFailures.Gone(link, export);
        if (
            now.TokenSecret is not { } secret
            || await TokenSecrets.FindAsync(_objects, secret, cancellationToken).ConfigureAwait(false) is not { } token
        )
            throw new ClusterException(
                HttpMethod.Get,
                link.Address.AbsolutePath,
                $"the Secret with the token of {export.Id} is not there. Create another export."
            );
        return (now.Links.FirstOrDefault(link.IsSameAs) ?? link, token);
    }

    /// <summary>Its server is stopped and replaced now and then, so that only the end of its time is an end.</summary>
    private string? Failure(VirtualMachineExport export) =>
        export.Phase switch
        {
            "Skipped" => "there is no volume to export.",
            "Terminated" when export.ExpirationTime is { } time && time <= _time.GetUtcNow() =>
                $"its time ended at {time:u}.",
            _ => null,
        };
}
