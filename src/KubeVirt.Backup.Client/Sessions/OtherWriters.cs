using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>
/// Running guests that are in no session and may write to the claims of those that are: the plan need not know them.
/// </summary>
/// <param name="Writers">Each with a claim that it has attached.</param>
/// <param name="Unread">Why some could not be read; <see langword="null"/> where all were.</param>
internal sealed record OtherWriters(IReadOnlyCollection<ClaimWriter> Writers, string? Unread)
{
    /// <summary>Reads the guests of the namespaces of some claims.</summary>
    /// <param name="source">Where the objects come from; asked anew.</param>
    /// <param name="guests">The guests of the session.</param>
    /// <param name="claims">Their claims.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<OtherWriters> ReadAsync(
        IResourceSource source,
        IEnumerable<ResourceId> guests,
        IEnumerable<ResourceId> claims,
        CancellationToken cancellationToken
    )
    {
        var namespaces = claims.Select(claim => claim.Namespace).Distinct().Order(StringComparer.Ordinal);
        ResourceQuery[] wave =
        [
            .. namespaces.Select(name => new ResourceQuery(Kinds.VirtualMachineInstance, name) { All = true }),
        ];
        if (wave.Length == 0)
            return new OtherWriters([], null);

        try
        {
            var answer = await source.FetchAsync(wave, cancellationToken).ConfigureAwait(false);
            var known = guests.ToHashSet();
            var others = answer.Resources.Where(guest =>
                guest.Id.Kind == Kinds.VirtualMachineInstance && !known.Contains(guest.Id)
            );
            var unread = string.Join(' ', answer.Findings.Select(finding => finding.Message));
            return new OtherWriters([.. others.SelectMany(WritersOf)], unread.Length == 0 ? null : unread);
        }
        catch (IOException e)
        {
            return new OtherWriters([], e.Message);
        }
    }

    /// <summary>What was known before and after the work.</summary>
    public OtherWriters With(OtherWriters later) => new([.. Writers.Union(later.Writers)], Unread ?? later.Unread);

    /// <summary>The verdict with what the other guests allow.</summary>
    public FreezeVerdict Judge(FreezeVerdict verdict)
    {
        var judged = verdict.WithWriters(Writers);
        return Unread is null
            ? judged
            : judged.WithDoubt($"Which other guests use its claims could not be read: {Unread}");
    }

    private static IEnumerable<ClaimWriter> WritersOf(Resource guest)
    {
        var status = GuestStatusReader.Read(guest);
        return GuestStates.Of(status) == GuestState.Stopped
            ? []
            : status.Claims.Select(claim => new ClaimWriter(claim, guest.Id));
    }
}
