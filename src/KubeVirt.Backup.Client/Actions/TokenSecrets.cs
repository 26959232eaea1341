using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>The Secrets with which export servers know their users. Their values are in no message.</summary>
/// <remarks>Source: KubeVirt pkg/virtctl/vmexport/vmexport.go, getOrCreateTokenSecret.</remarks>
internal static class TokenSecrets
{
    /// <summary>Makes a token for an object that names a Secret like itself. The Secret goes with its owner; where it cannot be created, the owner is taken back.</summary>
    /// <exception cref="ClusterException">The server refused the Secret, has another one of that name, or kept failing.</exception>
    public static async Task CreateAsync(ActionObjects objects, ActionState owner, CancellationToken cancellationToken)
    {
        var id = new ResourceId(Kinds.Secret, owner.Id.Namespace, owner.Id.Name);
        var served = await objects.LoadAsync(owner.Id.Kind, cancellationToken).ConfigureAwait(false);
        var content = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = served.ApiVersion, ["kind"] = owner.Id.Kind.Kind, ["name"] = owner.Id.Name, ["uid"] = owner.Uid }),
            },
            ["type"] = "Opaque",
            ["data"] = new JsonObject { ["token"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)))) },
        };
        try
        {
            await objects.CreateAsync(id, Guid.NewGuid().ToString(), content, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e)
        {
            await objects.DeleteAsync(owner.Id, owner.Uid, cancellationToken).ConfigureAwait(false);
            if (e.StatusCode is null or HttpStatusCode.Forbidden)
                throw;
            throw new ClusterException(HttpMethod.Post, e.Path, $"{(int)e.StatusCode} {e.Reason}: the Secret {id} with the token was not created. The server's words are not shown, since they can quote it.") { StatusCode = e.StatusCode, Reason = e.Reason };
        }
    }

    /// <summary>The token in a Secret; <see langword="null"/> where there is none.</summary>
    public static async Task<string?> FindAsync(ActionObjects objects, ResourceId secret, CancellationToken cancellationToken) =>
        await objects.FindAsync(secret, cancellationToken).ConfigureAwait(false) is { } found && found.StringAt("/data/token") is { } token ? Encoding.UTF8.GetString(Convert.FromBase64String(token)) : null;
}
