namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Guests cannot be frozen, and <see cref="FreezeOptions.Actions"/> makes that a failure. None was frozen.</summary>
public sealed class GuestsNotReadyException : Exception
{
    internal GuestsNotReadyException(IReadOnlyDictionary<ResourceId, GuestState> guests)
        : base("No guest was frozen, since some cannot be: " + string.Join(" ", guests.Select(guest => $"{guest.Key}: {GuestStates.Describe(guest.Value)}"))) => Guests = guests;

    /// <summary>The guests, each with its state.</summary>
    public IReadOnlyDictionary<ResourceId, GuestState> Guests { get; }
}
