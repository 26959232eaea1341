using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Cluster;

/// <summary>
/// The subresources freeze and unfreeze, with codes and texts as KubeVirt's aggregated API was seen to answer.
/// </summary>
/// <remarks>
/// Sources: KubeVirt pkg/virt-api/rest/lifecycle.go and subresource.go, pkg/virt-handler/rest/lifecycle.go.
/// </remarks>
internal sealed partial class GuestApi(ApiStore store, TimeProvider time)
{
    public const string Group = "subresources.kubevirt.io";
    private readonly ConcurrentDictionary<ResourceId, GuestRecord> _records = new();

    /// <summary>How long a guest takes to freeze. Nothing unless set.</summary>
    public TimeSpan FreezeTime { get; set; }

    /// <summary>How long each guest takes. As <see cref="FreezeTime"/> says unless set.</summary>
    public Func<ResourceId, TimeSpan>? FreezeTimeOf { get; set; }

    /// <summary>Guests whose agent is gone, which their status does not show yet.</summary>
    public ConcurrentDictionary<ResourceId, bool> LostAgents { get; } = new();

    /// <summary>After which virt-api gives up on virt-handler. The real one: 10 seconds.</summary>
    public TimeSpan AnswerLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What subresources that are read answer to a body, by plural, name and subresource.</summary>
    public ConcurrentDictionary<string, Func<string, ApiAnswer>> SubresourceAnswers { get; } =
        new(StringComparer.Ordinal);

    public GuestRecord RecordOf(ResourceId guest) => _records.GetOrAdd(guest, _ => new GuestRecord());

    public async Task<ApiAnswer> AnswerAsync(
        string method,
        ApiPath path,
        string body,
        CancellationToken cancellationToken
    )
    {
        if (SubresourceAnswers.TryGetValue($"{path.Plural}/{path.Name}/{path.Subresource}", out var known))
            return method == "GET" ? known(body) : new ApiAnswer(405, "405: Method Not Allowed", "text/plain");
        if (path is not { Plural: "virtualmachineinstances", Subresource: "freeze" or "unfreeze" })
            return new ApiAnswer(404, "404: Page Not Found", "text/plain");
        if (method != "PUT")
            return new ApiAnswer(405, "405: Method Not Allowed", "text/plain");
        var id = new ResourceId(Kinds.VirtualMachineInstance, path.Namespace, path.Name!);
        if (store.Find(id) is not { } guest)
            return ApiAnswer.NotFound("virtualmachineinstance.kubevirt.io", id.Name);
        var freezes = path.Subresource == "freeze";
        if (guest["status"]?["phase"]?.GetValue<string>() != "Running")
            return ApiAnswer.Conflict(
                "virtualmachineinstance.kubevirt.io",
                id.Name,
                freezes ? "VM is not running" : "VMI is not running"
            );
        if (LostAgents.ContainsKey(id))
            return ApiAnswer.Internal(
                $"unexpected return code 400 (400 Bad Request), message: server error. command {(freezes ? "Freeze" : "Unfreeze")} failed: \"LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding: QEMU guest agent is not connected')\""
            );
        if (!freezes)
        {
            RecordOf(id).Thaw(time.GetUtcNow());
            return new ApiAnswer(200, "");
        }

        return Refusal(guest, body) is { } refusal
            ? ApiAnswer.Internal($"unexpected return code 400 (400 Bad Request), message: {refusal}")
            : await FreezeAsync(id, Timeout(body)!.Value, cancellationToken);
    }

    /// <summary>
    /// Freezes without the detour over virt-handler, so without its limit of time; whether it worked.
    /// </summary>
    public async Task<bool> FreezeByLauncherAsync(ResourceId id, JsonObject guest, TimeSpan timeout)
    {
        if (Refusal(guest, """{"unfreezeTimeout":"1s"}""") is not null)
            return false;
        await Task.Delay(FreezeTimeOf?.Invoke(id) ?? FreezeTime, time, CancellationToken.None);
        RecordOf(id).Freeze(time.GetUtcNow(), timeout);
        return true;
    }

    public void ThawByLauncher(ResourceId id) => RecordOf(id).Thaw(time.GetUtcNow());

    /// <summary>Writes what was last polled into the instances of a name, or into all.</summary>
    public void Poll(string? name)
    {
        foreach (var (id, record) in _records)
        {
            if (name is not null && id.Name != name)
                continue;
            if (store.Find(id) is not { } guest || guest["status"] is not JsonObject status)
                continue;
            var polled = record.Polled(time.GetUtcNow());
            if (polled == (status["fsFreezeStatus"]?.GetValue<string>() == "frozen"))
                continue;
            status.Remove("fsFreezeStatus");
            if (polled)
                status["fsFreezeStatus"] = "frozen";
            store.Put(id, guest);
        }
    }

    /// <summary>The guest goes on freezing after the answer was given up.</summary>
    private async Task<ApiAnswer> FreezeAsync(ResourceId id, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var work = Task.Run(
            async () =>
            {
                await Task.Delay(FreezeTimeOf?.Invoke(id) ?? FreezeTime, time, CancellationToken.None);
                RecordOf(id).Freeze(time.GetUtcNow(), timeout);
            },
            CancellationToken.None
        );
        if (await Task.WhenAny(work, Task.Delay(AnswerLimit, time, cancellationToken)) == work)
            return new ApiAnswer(200, "");
        return ApiAnswer.Internal(
            $"Put \"https://10.0.0.1:8186/v1/namespaces/{id.Namespace}/virtualmachineinstances/{id.Name}/freeze\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
        );
    }

    private static string? Refusal(JsonObject guest, string body) =>
        0 switch
        {
            _ when Timeout(body) is null => "Unfreeze timeout in freeze request is not set",
            _ when guest["status"]?["migrationState"] is JsonObject migration
                    && migration["completed"]?.GetValue<bool>() != true =>
                "failed to freeze VMI, VMI is currently during migration",
            _ when Has(guest, "Paused") || !Has(guest, "AgentConnected") =>
                "server error. command Freeze failed: \"LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding')\"",
            _ => null,
        };

    public static bool Has(JsonObject guest, string type) =>
        guest["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(condition =>
            condition?["type"]?.GetValue<string>() == type && condition["status"]?.GetValue<string>() == "True"
        );

    /// <summary>A duration as Go writes it.</summary>
    private static TimeSpan? Timeout(string body)
    {
        try
        {
            var text = JsonNode.Parse(body)?["unfreezeTimeout"]?.GetValue<string>();
            return text is null || !Duration().IsMatch(text)
                ? null
                : Part()
                    .Matches(text)
                    .Aggregate(TimeSpan.Zero, (sum, part) =>
                        sum
                        + Unit(part.Groups[2].Value) * double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)
                    );
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan Unit(string unit) =>
        unit switch
        {
            "h" => TimeSpan.FromHours(1),
            "m" => TimeSpan.FromMinutes(1),
            "s" => TimeSpan.FromSeconds(1),
            _ => TimeSpan.FromMilliseconds(1),
        };

    [GeneratedRegex(@"^([\d.]+(h|ms|m|s))+$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"([\d.]+)(h|ms|m|s)")]
    private static partial Regex Part();
}
