namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Makes the verdict on a guest no better than those on the others that have one of its claims: a snapshot of a claim
/// is worth what the worst of its writers allows.
/// </summary>
internal static class SharedClaims
{
    /// <summary>
    /// The verdicts of one session in their order, each with what the other guests of the session allow.
    /// </summary>
    public static FreezeVerdict[] Judge(IReadOnlyList<FreezeVerdict> verdicts)
    {
        var users = verdicts
            .SelectMany(verdict => verdict.Claims.Select(claim => (Claim: claim, Verdict: verdict)))
            .ToLookup(use => use.Claim, use => use.Verdict);

        return [.. verdicts.Select(verdict => Judge(verdict, users))];
    }

    private static FreezeVerdict Judge(FreezeVerdict verdict, ILookup<ResourceId, FreezeVerdict> users)
    {
        var judged = verdict;
        foreach (var claim in verdict.Claims)
        {
            foreach (var other in users[claim].Where(other => other.Guest != verdict.Guest))
                judged = Within(judged, other, claim);
        }

        return judged;
    }

    /// <summary>
    /// The verdict as far as another guest's allows: no better than it, and on the time in which both hold.
    /// </summary>
    private static FreezeVerdict Within(FreezeVerdict verdict, FreezeVerdict other, ResourceId claim)
    {
        var limited = other.Consistency < verdict.Consistency ? Lowered(verdict, other, claim) : verdict;
        if (verdict.Evidence is not { } own || other.Evidence is not { } others)
            return limited;

        var from = own.From > others.From ? own.From : others.From;
        var to = own.To < others.To ? own.To : others.To;
        return limited with { Evidence = own with { From = from, To = to } };
    }

    /// <summary>The verdict with the consistency of another guest's, and both reasons.</summary>
    private static FreezeVerdict Lowered(FreezeVerdict verdict, FreezeVerdict other, ResourceId claim)
    {
        var reason =
            $"{claim} is also in use by {other.Guest}, which is {other.Consistency}: {other.Reason} "
            + $"Of this guest alone: {verdict.Reason}";
        return verdict with { Consistency = other.Consistency, Reason = reason };
    }
}
