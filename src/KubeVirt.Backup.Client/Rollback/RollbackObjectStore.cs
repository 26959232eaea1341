using System.Net;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Sessions;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>Reads and writes what a rollback is about.</summary>
internal sealed class RollbackObjectStore(IKubernetes client, ClusterOptions? options, TimeProvider? time)
{
    private const int Attempts = 5;

    private readonly ActionObjects _objects = new(client, options, time);
    private readonly ClusterResourceSource _source = new(client, options, time);

    /// <summary>The running guests that have one of some claims attached, beside one guest.</summary>
    public Task<OtherWriters> OthersOnAsync(
        ResourceId guest,
        IEnumerable<ResourceId> claims,
        CancellationToken cancellationToken
    ) => OtherWriters.ReadAsync(_source, [guest], claims, cancellationToken);

    /// <inheritdoc cref="ActionObjects.FindAsync"/>
    public Task<Resource?> FindAsync(ResourceId id, CancellationToken cancellationToken) =>
        _objects.FindAsync(id, cancellationToken);

    /// <summary>
    /// Changes an object as it is now, in one write that is refused where somebody was faster, and is then made anew from
    /// what is there.
    /// </summary>
    /// <param name="id">The object.</param>
    /// <param name="edit">What it becomes; <see langword="null"/> where nothing is left to do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ClusterException">The server refused it.</exception>
    /// <exception cref="RollbackException">The object is not there.</exception>
    public async Task UpdateAsync(ResourceId id, Func<Resource, JsonObject?> edit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = await FindAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw new RollbackException(id, "It is not there any more.");
            if (edit(now) is not { } written)
                return;

            try
            {
                await _objects.ReplaceAsync(id, written, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ClusterException e) when (IsWorthAnotherRead(e) && attempt < Attempts)
            {
                // The next read finds what was written meanwhile, our own write included where only its answer was lost.
            }
        }
    }

    /// <summary>Creates an object of a rollback where it is not there.</summary>
    /// <exception cref="RollbackException">Another object has its name.</exception>
    public async Task CreateAsync(string id, Resource resource, CancellationToken cancellationToken)
    {
        if (await FindAsync(resource.Id, cancellationToken).ConfigureAwait(false) is { } found)
        {
            if (!IsCreatedBy(found, id))
                throw new RollbackException(resource.Id, "Another object has its name. Rename or delete that.");
            return;
        }

        var content = ObjectTree.Of(resource);
        await _objects.CreateAsync(resource.Id, $"rollback-{id}", content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes an object of a rollback, if it is still that; one that is gone is no error.</summary>
    public async Task DeleteCreatedAsync(string id, ResourceId resource, CancellationToken cancellationToken)
    {
        var found = await FindAsync(resource, cancellationToken).ConfigureAwait(false);
        if (found?.StringAt("/metadata/uid") is { } uid && IsCreatedBy(found, id))
            await _objects.DeleteAsync(resource, uid, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ActionObjects.DeleteAsync"/>
    public Task DeleteAsync(ResourceId id, string uid, CancellationToken cancellationToken) =>
        _objects.DeleteAsync(id, uid, cancellationToken);

    /// <summary>Waits until an object is gone, and says whether it is.</summary>
    public async Task<bool> WaitGoneAsync(ResourceId id, WaitOptions wait, CancellationToken cancellationToken)
    {
        var last = await _objects
            .PollAsync<Resource?>(
                null,
                found => found is null,
                (_, token) => FindAsync(id, token),
                wait,
                null,
                cancellationToken
            )
            .ConfigureAwait(false);

        return last is null && await FindAsync(id, cancellationToken).ConfigureAwait(false) is null;
    }

    private static bool IsCreatedBy(Resource found, string id) =>
        found.StringAt("/metadata/annotations/kubevirt-backup~1rollback-created") == id;

    private static bool IsWorthAnotherRead(ClusterException e) =>
        e.StatusCode is HttpStatusCode.Conflict || e.IsTransient;
}
