using k8s;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Chooses how to freeze by what the account may do.</summary>
public static class GuestFreezers
{
    private const string Subresources = "subresources.kubevirt.io";

    private static readonly (string Verb, string Group, string Resource)[] ByApi =
    [
        ("update", Subresources, "virtualmachineinstances/freeze"),
        ("update", Subresources, "virtualmachineinstances/unfreeze"),
    ];

    private static readonly (string Verb, string Group, string Resource)[] ByExec =
    [
        ("list", "", "pods"),
        ("get", "", "pods/exec"),
        ("create", "", "pods/exec"),
    ];

    /// <summary>
    /// KubeVirt's own API where the account may use it, else <c>virt-freezer</c> in the guests' pods.
    /// </summary>
    /// <param name="client">The client to use. It is not disposed.</param>
    /// <param name="ns">The namespace of the guests. Default: <see langword="null"/>, all.</param>
    /// <param name="options">How to ask. Default: those of <see cref="ClusterOptions"/>.</param>
    /// <param name="time">The clock for waits. Default: the system's.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The client is no <see cref="Kubernetes"/>.</exception>
    /// <exception cref="FreezeRefusedException">The account may do neither; the message names the rights.</exception>
    /// <exception cref="ClusterException">The server cannot be asked.</exception>
    public static async Task<IGuestFreezer> ByRightsAsync(
        IKubernetes client,
        string? ns = null,
        ClusterOptions? options = null,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        var connection = new ClusterConnection(client, options, time);
        if (await HasAllAsync(connection, ByApi, ns, cancellationToken).ConfigureAwait(false))
            return new KubernetesGuestFreezer(client, options, time);
        if (await HasAllAsync(connection, ByExec, ns, cancellationToken).ConfigureAwait(false))
            return new ExecGuestFreezer(client, options, time);
        throw new FreezeRefusedException(
            $"The account may freeze no guests {(ns is null ? "of all namespaces" : $"of namespace {ns}")}: it lacks {Text(ByApi)}, and {Text(ByExec)} as well. Grant the one or the other."
        );
    }

    private static async Task<bool> HasAllAsync(
        ClusterConnection connection,
        (string Verb, string Group, string Resource)[] rights,
        string? ns,
        CancellationToken cancellationToken
    )
    {
        foreach (var (verb, group, resource) in rights)
        {
            if (
                !await AccessReviews
                    .IsAllowedAsync(connection, verb, group, resource, ns, cancellationToken)
                    .ConfigureAwait(false)
            )
                return false;
        }

        return true;
    }

    private static string Text((string Verb, string Group, string Resource)[] rights) =>
        string.Join(
            ", ",
            rights.Select(right =>
                $"{right.Verb} on {right.Resource}{(right.Group.Length == 0 ? "" : $" in {right.Group}")}"
            )
        );
}
