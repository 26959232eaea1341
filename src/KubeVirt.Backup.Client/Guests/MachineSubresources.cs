using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Comparing;

namespace KubeVirt.Backup.Client.Guests;

/// <summary>
/// What KubeVirt reports about machines beside their objects: what the guest agent knows of its guest, and KubeVirt's
/// own graph of what a machine needs.
/// </summary>
/// <remarks>
/// Needs <c>get</c> on <c>virtualmachineinstances/guestosinfo</c>, <c>virtualmachineinstances/filesystemlist</c>,
/// <c>virtualmachines/objectgraph</c> and <c>virtualmachineinstances/objectgraph</c> in
/// <c>subresources.kubevirt.io</c>, as far as they are called. Sources: KubeVirt pkg/virt-api/api.go,
/// pkg/virt-api/rest/subresource.go.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var machines = new MachineSubresources(client);
/// var guest = new ResourceId(Kinds.VirtualMachineInstance, "shop", "database");
/// var info = await machines.ReadGuestInfoAsync(guest, cancellationToken);
/// Console.WriteLine(info?.CanFreeze == false ? "The agent may not freeze." : info?.OsPrettyName);
/// </code>
/// </example>
public sealed class MachineSubresources
{
    private readonly ClusterConnection _connection;

    /// <summary>Creates a client that reads from one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public MachineSubresources(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null) =>
        _connection = new ClusterConnection(client, options, time);

    /// <summary>
    /// What the guest agent knows of its guest; <see langword="null"/> where the guest does not run, no agent answers,
    /// or there is no such guest.
    /// </summary>
    /// <param name="guest">The VirtualMachineInstance.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The id is not that of a VirtualMachineInstance.</exception>
    /// <exception cref="ClusterException">The server refused or failed.</exception>
    public async Task<GuestInfo?> ReadGuestInfoAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        var json = await FindAsync(guest, "guestosinfo", cancellationToken).ConfigureAwait(false);
        return json is null ? null : GuestInfoReader.ToInfo(json.Value);
    }

    /// <summary>
    /// The file systems that a guest has mounted; empty where the guest does not run, no agent answers, or there is no
    /// such guest.
    /// </summary>
    /// <param name="guest">The VirtualMachineInstance.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The id is not that of a VirtualMachineInstance.</exception>
    /// <exception cref="ClusterException">The server refused or failed.</exception>
    public async Task<IReadOnlyList<GuestFileSystem>> ListFileSystemsAsync(
        ResourceId guest,
        CancellationToken cancellationToken = default
    )
    {
        var json = await FindAsync(guest, "filesystemlist", cancellationToken).ConfigureAwait(false);
        return json is null ? [] : [.. StatusReader.Objects(json.Value, "items").Select(GuestInfoReader.ToFileSystem)];
    }

    /// <summary>
    /// KubeVirt's own graph of what a machine needs, for <see cref="ObjectGraphComparison"/>. It is behind the feature
    /// gate ObjectGraph, off by default: the server answers 400 then.
    /// </summary>
    /// <param name="machine">
    /// A VirtualMachine, or a VirtualMachineInstance, which knows more volumes that were plugged in.
    /// </param>
    /// <param name="includesOptional">Whether the graph also holds what a machine can do without. Default: yes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The id is of another kind.</exception>
    /// <exception cref="ClusterException">
    /// There is no such machine, the gate is off, or the server refused or failed.
    /// </exception>
    public async Task<ObjectGraph> ReadObjectGraphAsync(
        ResourceId machine,
        bool includesOptional = true,
        CancellationToken cancellationToken = default
    )
    {
        var path = PathOf(machine, "objectgraph", Kinds.VirtualMachine, Kinds.VirtualMachineInstance);
        // The API takes the options as the body of a GET.
        var options = new JsonObject { ["includeOptionalNodes"] = includesOptional };
        var answer = await _connection
            .RetryAsync(
                token => _connection.SendJsonAsync(HttpMethod.Get, path, "", options, token),
                // KubeVirt answers 500 for a graph that it cannot finish, and will again.
                e => e.IsTransient && e.StatusCode != HttpStatusCode.InternalServerError,
                cancellationToken
            )
            .ConfigureAwait(false);

        try
        {
            return ObjectGraph.Parse(answer);
        }
        catch (FormatException e)
        {
            throw new ClusterException(HttpMethod.Get, path, $"the answer is no object graph. {e.Message}", e);
        }
    }

    /// <summary>A subresource of a guest; <see langword="null"/> where there is none, or no agent answers.</summary>
    private async Task<JsonElement?> FindAsync(
        ResourceId guest,
        string subresource,
        CancellationToken cancellationToken
    )
    {
        var path = PathOf(guest, subresource, Kinds.VirtualMachineInstance);
        try
        {
            var body = await _connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false);
            var json = JsonElement.Parse(body);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (ClusterException e) when (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new ClusterException(
                HttpMethod.Get,
                path,
                "the answer is no JSON. Check the server's address in the kubeconfig.",
                e
            );
        }
    }

    private static string PathOf(ResourceId id, string subresource, params GroupKind[] kinds)
    {
        ActionSources.ThrowIfNot(id, kinds);
        var collection = $"/apis/subresources.kubevirt.io/v1/namespaces/{id.Namespace}/{KindNames.Plural(id.Kind)}";
        return $"{collection}/{id.Name}/{subresource}";
    }
}
