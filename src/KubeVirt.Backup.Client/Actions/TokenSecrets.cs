using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Client.Cluster;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>
/// The Secrets with the tokens by which export servers authenticate their users. Their values are in no message.
/// </summary>
/// <remarks>Source: KubeVirt pkg/virtctl/vmexport/vmexport.go, getOrCreateTokenSecret.</remarks>
internal static class TokenSecrets
{
    /// <summary>
    /// Creates a token for an object, in a Secret of the same name. The Secret is deleted with its owner; where it
    /// cannot be created, or the work is cancelled, the owner is deleted.
    /// </summary>
    /// <exception cref="ClusterException">
    /// The server refused the Secret, has another one of that name, or kept failing.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task CreateAsync(ActionObjects objects, ActionState owner, CancellationToken cancellationToken)
    {
        try
        {
            await CreateSecretAsync(objects, owner, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ClusterException or OperationCanceledException)
        {
            await objects.TryDeleteAsync(owner.Id, owner.Uid).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The token in a Secret; <see langword="null"/> where there is none.</summary>
    /// <exception cref="ClusterException">
    /// The Secret cannot be read, or what it holds cannot be sent as a token.
    /// </exception>
    public static async Task<string?> FindAsync(
        ActionObjects objects,
        ResourceId secret,
        CancellationToken cancellationToken
    )
    {
        var found = await objects.FindAsync(secret, cancellationToken).ConfigureAwait(false);
        if (found?.StringAt("/data/token") is not { } encoded)
            return null;

        var bytes = new byte[encoded.Length];
        if (Convert.TryFromBase64String(encoded, bytes, out var length) && IsToken(bytes.AsSpan(0, length)))
            return Encoding.ASCII.GetString(bytes, 0, length);

        // Neither the text nor a cause that could quote it is passed on.
        throw new ClusterException(
            HttpMethod.Get,
            $"/api/v1/namespaces/{secret.Namespace}/secrets/{secret.Name}",
            $"what {secret} holds under the key token is no token: "
                + "printable ASCII without blanks or a line's end, in base64. "
                + "Delete the export that names it, and create another one."
        );
    }

    /// <summary>Whether bytes can be sent in a header.</summary>
    private static bool IsToken(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && !bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~');

    private static async Task CreateSecretAsync(
        ActionObjects objects,
        ActionState owner,
        CancellationToken cancellationToken
    )
    {
        var id = new ResourceId(Kinds.Secret, owner.Id.Namespace, owner.Id.Name);
        var served = await objects.LoadAsync(owner.Id.Kind, cancellationToken).ConfigureAwait(false);
        var content = SecretOwnedBy(owner, served.ApiVersion);
        try
        {
            await objects.CreateAsync(id, Guid.NewGuid().ToString(), content, cancellationToken).ConfigureAwait(false);
        }
        catch (ClusterException e) when (SecretAnswers.MayQuote(e))
        {
            throw new ClusterException(
                HttpMethod.Post,
                e.Path,
                $"{(int)e.StatusCode!} {e.Reason}: the Secret {id} with the token was not created. "
                    + "The server's message is not shown, since it can quote the token."
            )
            {
                StatusCode = e.StatusCode,
                Reason = e.Reason,
            };
        }
    }

    /// <summary>A Secret with a new token, which the garbage collector deletes with its owner.</summary>
    private static JsonObject SecretOwnedBy(ActionState owner, string apiVersion)
    {
        var ownerReference = new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = owner.Id.Kind.Kind,
            ["name"] = owner.Id.Name,
            ["uid"] = owner.Uid,
        };
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(ownerReference) },
            ["type"] = "Opaque",
            ["data"] = new JsonObject { ["token"] = NewToken() },
        };
    }

    /// <summary>256 random bits in hexadecimal digits, and these in base64 as a Secret holds them.</summary>
    private static string NewToken()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(token));
    }
}
