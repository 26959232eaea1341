namespace KubeVirt.Backup.Client.Freeze;

/// <summary>How the request to freeze a guest went: what the thaw depends on.</summary>
/// <param name="Requested">When it was sent, as a timestamp of the clock.</param>
/// <param name="IsConfirmed">Whether the server confirmed the freeze.</param>
/// <param name="IsRefused">Whether the server refused it for certain.</param>
/// <param name="IsBeforeFreeze">Whether it was refused before the guest was asked, so that it cannot be frozen.</param>
internal readonly record struct FreezeAttempt(long Requested, bool IsConfirmed, bool IsRefused, bool IsBeforeFreeze)
{
    /// <summary>Whether the guest may freeze yet, though no answer said so.</summary>
    public bool MayFreezeLate => !IsConfirmed && !IsRefused;
}
