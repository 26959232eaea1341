using System.Net;
using System.Text;
using k8s;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Freezes and thaws guests by KubeVirt's own API.</summary>
/// <remarks>
/// Needs the verb <c>get</c> on <c>virtualmachineinstances</c> and <c>virtualmachines</c> in <c>kubevirt.io</c>, and
/// <c>update</c> on <c>virtualmachineinstances/freeze</c> and <c>/unfreeze</c> in <c>subresources.kubevirt.io</c>.
/// Sources: KubeVirt api/core/v1/types.go (FreezeUnfreezeTimeout), pkg/virt-api/rest/lifecycle.go,
/// pkg/virt-handler/rest/lifecycle.go.
/// </remarks>
public sealed class KubernetesGuestFreezer : IGuestFreezer
{
    private readonly ClusterConnection _connection;

    /// <summary>Creates a freezer for the guests of one cluster.</summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    public KubernetesGuestFreezer(IKubernetes client, ClusterOptions? options = null, TimeProvider? time = null) =>
        _connection = new ClusterConnection(client, options, time);

    /// <inheritdoc/>
    public async ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(PathOf("kubevirt.io", guest), cancellationToken).ConfigureAwait(false);
        return found is null ? null : GuestStatusReader.Read(found);
    }

    /// <inheritdoc/>
    public async ValueTask<MachineStatus?> GetMachineAsync(
        ResourceId machine,
        CancellationToken cancellationToken = default
    )
    {
        if (machine.Kind != Kinds.VirtualMachine || machine.Namespace is null)
            throw new ArgumentException($"{machine} is no VirtualMachine.", nameof(machine));

        var path = $"/apis/kubevirt.io/v1/namespaces/{machine.Namespace}/virtualmachines/{machine.Name}";
        var found = await FindAsync(path, cancellationToken).ConfigureAwait(false);
        return found is null ? null : MachineStatusReader.Read(found);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The timeout is under a second, which KubeVirt takes for "never".
    /// </exception>
    public async ValueTask FreezeAsync(
        ResourceId guest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.FromSeconds(1));
        var body = FormattableString.Invariant($$"""{"unfreezeTimeout":"{{(long)timeout.TotalSeconds}}s"}""");
        try
        {
            await PutAsync(guest, "freeze", body, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (FreezeRefusals.IsRefused(e))
        {
            throw FreezeRefusals.From(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default)
    {
        try
        {
            await PutAsync(guest, "unfreeze", "", cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (IsNotRunning(e))
        {
            // There is nothing to thaw.
        }
    }

    /// <summary>The object at a path; <see langword="null"/> where there is none.</summary>
    private async Task<Resource?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var json = await _connection.GetAsync(path, "", cancellationToken).ConfigureAwait(false);
            return Resource.Parse(json);
        }
        catch (ClusterException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (FormatException e)
        {
            throw new ClusterException(
                HttpMethod.Get,
                path,
                "the answer is no object of KubeVirt. Check the server's address in the kubeconfig.",
                e
            );
        }
    }

    /// <summary>
    /// Whether KubeVirt answered that the guest is gone, or does not run. An answer without that reason comes from
    /// something in between, and means nothing for the guest.
    /// </summary>
    private static bool IsNotRunning(ClusterException e) =>
        e
            is { StatusCode: HttpStatusCode.NotFound, Reason: "NotFound" }
                or { StatusCode: HttpStatusCode.Conflict, Reason: "Conflict" };

    /// <summary>
    /// Sends a request once, as an answer that was lost leaves the effect open; only what was rejected unread is sent
    /// again.
    /// </summary>
    private async Task PutAsync(ResourceId guest, string subresource, string body, CancellationToken cancellationToken)
    {
        var path = $"{PathOf("subresources.kubevirt.io", guest)}/{subresource}";
        await _connection
            .RetryAsync(
                token =>
                    _connection.SendAsync(
                        HttpMethod.Put,
                        path,
                        "",
                        body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json"),
                        token
                    ),
                e => e.StatusCode == HttpStatusCode.TooManyRequests,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static string PathOf(string group, ResourceId guest) =>
        guest.Kind == Kinds.VirtualMachineInstance && guest.Namespace is not null
            ? $"/apis/{group}/v1/namespaces/{guest.Namespace}/virtualmachineinstances/{guest.Name}"
            : throw new ArgumentException($"{guest} is no VirtualMachineInstance.", nameof(guest));
}
