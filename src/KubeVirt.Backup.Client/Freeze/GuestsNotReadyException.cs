namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Guests cannot be frozen, and <see cref="FreezeOptions.Actions"/> makes that a failure. None is left frozen.
/// </summary>
public sealed class GuestsNotReadyException : Exception
{
    internal GuestsNotReadyException(IReadOnlyCollection<GuestHold> guests)
        : base(MessageFor(guests)) => Guests = guests.ToDictionary(guest => guest.Guest, guest => guest.State);

    /// <summary>The guests that the session was refused for, each with its state.</summary>
    public IReadOnlyDictionary<ResourceId, GuestState> Guests { get; }

    private static string MessageFor(IEnumerable<GuestHold> guests)
    {
        var reasons = guests.Select(guest => $"{guest.Guest}: {guest.WhyNotFrozen}");
        return "No guest is left frozen, since some cannot be: " + string.Join(" ", reasons);
    }
}
