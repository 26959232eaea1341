using k8s;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Chooses the way to freeze guests by the rights of the account.</summary>
public static class GuestFreezers
{
    private const string Subresources = "subresources.kubevirt.io";

    private static readonly AccessRight[] ApiRights =
    [
        new("update", Subresources, "virtualmachineinstances/freeze"),
        new("update", Subresources, "virtualmachineinstances/unfreeze"),
    ];

    private static readonly AccessRight[] ExecRights =
    [
        new("list", "", "pods"),
        new("get", "", "pods/exec"),
        new("create", "", "pods/exec"),
    ];

    /// <summary>
    /// Chooses KubeVirt's own API where the account may use it, else <c>virt-freezer</c> in the guests' pods.
    /// </summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="namespace">The namespace of the guests. Default: <see langword="null"/>, all.</param>
    /// <param name="options">
    /// How requests are sent. Default: <see cref="ClusterOptions"/> with its own defaults.
    /// </param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    /// <exception cref="FreezeRefusedException">The account may do neither; the message names the rights.</exception>
    /// <exception cref="ClusterException">The server cannot be asked.</exception>
    public static async Task<IGuestFreezer> ByRightsAsync(
        IKubernetes client,
        string? @namespace = null,
        ClusterOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        var connection = new ClusterConnection(client, options, time);
        if (await HasAllAsync(connection, ApiRights, @namespace, cancellationToken).ConfigureAwait(false))
            return new KubernetesGuestFreezer(client, options, time);
        if (await HasAllAsync(connection, ExecRights, @namespace, cancellationToken).ConfigureAwait(false))
            return new ExecGuestFreezer(client, options, time);

        var scope = @namespace is null ? "all namespaces" : $"namespace {@namespace}";
        throw new FreezeRefusedException(
            $"The account may freeze no guests of {scope}: it lacks {string.Join<AccessRight>(", ", ApiRights)}, "
                + $"and {string.Join<AccessRight>(", ", ExecRights)} as well. Grant the one or the other."
        );
    }

    private static async Task<bool> HasAllAsync(
        ClusterConnection connection,
        IEnumerable<AccessRight> rights,
        string? namespaceName,
        CancellationToken cancellationToken
    )
    {
        foreach (var right in rights)
        {
            var isAllowed = await AccessReviews
                .IsAllowedAsync(connection, right, namespaceName, cancellationToken)
                .ConfigureAwait(false);
            if (!isAllowed)
                return false;
        }

        return true;
    }
}
