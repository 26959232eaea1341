using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>
/// The subresources freeze and unfreeze, with codes and texts as KubeVirt's aggregated API was seen to answer.
/// </summary>
/// <remarks>
/// Sources: KubeVirt pkg/virt-api/rest/lifecycle.go and subresource.go, pkg/virt-handler/rest/lifecycle.go.
/// </remarks>
internal sealed class GuestApi(ApiStore store, TimeProvider time)
{
    /// <summary>The API group of subresources.</summary>
    public const string Group = "subresources.kubevirt.io";

    private const string Resource = "virtualmachineinstance.kubevirt.io";
    private readonly ConcurrentDictionary<ResourceId, TestGuest> _guests = new();

    /// <summary>After which virt-api gives up on virt-handler. The real one: 10 seconds.</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What subresources that are read answer to a body, by plural, name and subresource.</summary>
    public ConcurrentDictionary<string, Func<string, ApiAnswer>> SubresourceAnswers { get; } =
        new(StringComparer.Ordinal);

    /// <summary>The guest of an instance, whether it is there yet or not.</summary>
    public TestGuest Of(ResourceId guest) => _guests.GetOrAdd(guest, id => new TestGuest(id, time));

    /// <summary>Answers a request for a subresource.</summary>
    public async Task<ApiAnswer> AnswerAsync(string method, ApiPath path, string body, CancellationToken stop)
    {
        if (SubresourceAnswers.TryGetValue($"{path.Plural}/{path.Name}/{path.Subresource}", out var known))
            return method == "GET" ? known(body) : NotAllowed;
        if (path is not { Plural: "virtualmachineinstances", Subresource: "freeze" or "unfreeze" })
            return new ApiAnswer(404, "404: Page Not Found", "text/plain");
        if (method != "PUT")
            return NotAllowed;

        var id = new ResourceId(Kinds.VirtualMachineInstance, path.Namespace, path.Name!);
        if (store.Find(id) is not { } guest)
            return ApiAnswer.NotFound(Resource, id.Name);

        var freezes = path.Subresource == "freeze";
        if (guest["status"]?["phase"]?.GetValue<string>() != "Running")
            return ApiAnswer.Conflict(Resource, id.Name, freezes ? "VM is not running" : "VMI is not running");
        if (Of(id).HasLostAgent)
            return ByHandler(NoAgent(freezes ? "Freeze" : "Unfreeze", ": QEMU guest agent is not connected"));
        if (freezes)
            return await FreezeAsync(id, guest, body, stop).ConfigureAwait(false);

        ThawByLauncher(id);
        return new ApiAnswer(200, "");
    }

    /// <summary>
    /// Freezes without the detour over virt-handler, so without its limit of time; whether it worked.
    /// </summary>
    public async Task<bool> FreezeByLauncherAsync(ResourceId id, JsonObject guest, TimeSpan timeout)
    {
        if (Doubt(id, guest) is not null)
            return false;

        await Task.Delay(Of(id).FreezeTime, time, CancellationToken.None).ConfigureAwait(false);
        Of(id).Record.Freeze(time.GetUtcNow(), timeout);
        return true;
    }

    /// <summary>Thaws at once.</summary>
    public void ThawByLauncher(ResourceId id) => Of(id).Record.Thaw(time.GetUtcNow());

    /// <summary>Writes what was last polled into the instances of a name, or into all.</summary>
    public void Poll(string? name)
    {
        foreach (var (id, guest) in _guests)
        {
            if (name is not null && id.Name != name)
                continue;

            if (store.Find(id) is not { } instance || instance["status"] is not JsonObject status)
                continue;

            var polled = guest.Record.Polled(time.GetUtcNow());
            if (polled == (status["fsFreezeStatus"]?.GetValue<string>() == "frozen"))
                continue;

            status.Remove("fsFreezeStatus");
            if (polled)
                status["fsFreezeStatus"] = "frozen";
            store.Put(id, instance);
        }
    }

    /// <summary>Whether a condition of an instance is true.</summary>
    public static bool Has(JsonObject guest, string type) =>
        guest["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(condition =>
            condition?["type"]?.GetValue<string>() == type && condition["status"]?.GetValue<string>() == "True"
        );

    /// <summary>Freezes; the guest goes on freezing after the answer was given up.</summary>
    private async Task<ApiAnswer> FreezeAsync(ResourceId id, JsonObject guest, string body, CancellationToken stop)
    {
        if (TimeoutOf(body) is not { } timeout)
            return ByHandler("Unfreeze timeout in freeze request is not set");
        if (Doubt(id, guest) is { } doubt)
            return ByHandler(doubt);

        var work = Task.Run(() => FreezeByLauncherAsync(id, guest, timeout), CancellationToken.None);
        if (await Task.WhenAny(work, Task.Delay(AnswerLimit, time, stop)).ConfigureAwait(false) == work)
            return new ApiAnswer(200, "");

        var url = $"https://10.0.0.1:8186/v1/namespaces/{id.Namespace}/virtualmachineinstances/{id.Name}/freeze";
        return ApiAnswer.Internal(
            $"Put \"{url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
        );
    }

    /// <summary>Why a guest cannot be frozen; <see langword="null"/> where it can.</summary>
    private string? Doubt(ResourceId id, JsonObject guest)
    {
        if (
            guest["status"]?["migrationState"] is JsonObject migration
            && migration["completed"]?.GetValue<bool>() != true
        )
            return "failed to freeze VMI, VMI is currently during migration";
        if (Has(guest, "Paused") || !Has(guest, "AgentConnected"))
            return NoAgent("Freeze", "");

        return Of(id).Refusal is { } refusal ? $"server error. command Freeze failed: \"{refusal}\"" : null;
    }

    private static ApiAnswer NotAllowed { get; } = new(405, "405: Method Not Allowed", "text/plain");

    /// <summary>As virt-api passes on what virt-handler says.</summary>
    private static ApiAnswer ByHandler(string message) =>
        ApiAnswer.Internal($"unexpected return code 400 (400 Bad Request), message: {message}");

    private static string NoAgent(string command, string more) =>
        $"server error. command {command} failed: "
        + $"\"LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding{more}')\"";

    private static TimeSpan? TimeoutOf(string body)
    {
        try
        {
            return GoDuration.Parse(JsonNode.Parse(body)?["unfreezeTimeout"]?.GetValue<string>());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
