using System.Numerics;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>ResourceQuotas of counts and of storage, and LimitRanges of claims.</summary>
/// <remarks>
/// What pods ask of processors and memory is not counted. Source: Kubernetes
/// plugin/pkg/admission/resourcequota/controller.go, plugin/pkg/admission/limitranger/admission.go,
/// pkg/quota/v1/evaluator/core.
/// </remarks>
internal static class QuotaAdmission
{
    private const string QuotaSource = "Kubernetes plugin/pkg/admission/resourcequota/controller.go";
    private const string RangeSource = "Kubernetes plugin/pkg/admission/limitranger/admission.go";
    private const string Storage = "requests.storage";
    private const string OfClass = ".storageclass.storage.k8s.io/";
    private const string Request = "/spec/resources/requests/storage";

    private static readonly GroupKind Quota = new("", "ResourceQuota");
    private static readonly GroupKind Range = new("", "LimitRange");

    /// <summary>Refuses what a limit range or a quota of its namespace does not allow.</summary>
    public static Verdict? Admit(World world, Candidate candidate)
    {
        if (candidate.Namespace is null)
            return null;

        return AdmitByRange(world, candidate) ?? AdmitByQuota(world, candidate);
    }

    /// <summary>The least and the most that one claim may ask for.</summary>
    private static Verdict? AdmitByRange(World world, Candidate claim)
    {
        if (claim.Kind != Kinds.PersistentVolumeClaim || claim.Text(Request) is not { } request)
            return null;

        var limits = world.Of(Range, claim.Namespace).SelectMany(range => range.Items("/spec/limits"));
        foreach (var limit in limits.Where(limit => WorldObject.TextOf(limit["type"]) == claim.Kind.Kind))
        {
            var most = WorldObject.TextOf((limit["max"] as JsonObject)?["storage"]);
            if (most is not null && Quantity.Bytes(request) > Quantity.Bytes(most))
                return Exceeds("maximum", most);
            var least = WorldObject.TextOf((limit["min"] as JsonObject)?["storage"]);
            if (least is not null && Quantity.Bytes(request) < Quantity.Bytes(least))
                return Exceeds("minimum", least);
        }

        return null;

        Verdict Exceeds(string bound, string limit)
        {
            var why = $"{bound} storage usage per PersistentVolumeClaim is {limit}, but request is {request}";
            return Verdict.Forbidden(claim.Id, why, RangeSource);
        }
    }

    /// <summary>What all objects of the namespace may come to together.</summary>
    private static Verdict? AdmitByQuota(World world, Candidate candidate)
    {
        foreach (var quota in world.Of(Quota, candidate.Namespace))
        {
            var exceeded = (quota.At("/spec/hard") as JsonObject ?? [])
                .Select(hard => Exceeded(world, candidate, hard.Key, WorldObject.TextOf(hard.Value)))
                .OfType<(string Key, string Asked, string Used, string Hard)>()
                .OrderBy(row => row.Key, StringComparer.Ordinal)
                .ToList();
            if (exceeded.Count == 0)
                continue;

            var why =
                $"exceeded quota: {quota.Name}, requested: {Join(row => row.Asked)}, used: {Join(row => row.Used)}, "
                + $"limited: {Join(row => row.Hard)}";
            return Verdict.Forbidden(candidate.Id, why, QuotaSource);

            string Join(Func<(string Key, string Asked, string Used, string Hard), string> part) =>
                string.Join(',', exceeded.Select(row => $"{row.Key}={part(row)}"));
        }

        return null;
    }

    private static (string Key, string Asked, string Used, string Hard)? Exceeded(
        World world,
        Candidate candidate,
        string key,
        string? hard
    )
    {
        var counted = Counted(candidate, key);
        if (counted is null || hard is null || Quantity.Bytes(hard) is not { } limit)
            return null;

        var isSize = key.EndsWith(Storage, StringComparison.Ordinal);
        var asked = isSize ? Quantity.Bytes(candidate.At(Request)) ?? 0 : 1;
        var others = world.Of(candidate.Kind, candidate.Namespace).Where(counted).ToList();
        var used = isSize ? others.Aggregate(BigInteger.Zero, (sum, one) => sum + SizeOf(one)) : others.Count;

        return asked + used > limit ? (key, Quantity.Format(asked), Quantity.Format(used), hard) : null;
    }

    /// <summary>
    /// Which objects a row of a quota counts; <see langword="null"/> where it does not count this kind.
    /// </summary>
    private static Func<WorldObject, bool>? Counted(Candidate candidate, string key)
    {
        var isClaim = candidate.Kind == Kinds.PersistentVolumeClaim;
        if (key == KindNames.Resource(candidate.Kind) || key == $"count/{KindNames.Resource(candidate.Kind)}")
            return _ => true;
        if (isClaim && key == Storage)
            return _ => true;

        var @class = candidate.Text("/spec/storageClassName") + OfClass;
        return isClaim && key.StartsWith(@class, StringComparison.Ordinal)
            ? one => one.Text("/spec/storageClassName") + OfClass == @class
            : null;
    }

    /// <summary>What a claim asks for, in bytes.</summary>
    private static BigInteger SizeOf(WorldObject claim) => Quantity.Bytes(claim.At(Request)) ?? 0;
}
