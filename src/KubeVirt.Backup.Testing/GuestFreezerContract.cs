using KubeVirt.Backup.Client.Freeze;

namespace KubeVirt.Backup.Testing;

/// <summary>
/// The laws of an <see cref="IGuestFreezer"/>. One that breaks a law leaves a guest frozen, or calls a snapshot consistent
/// that is not.
/// </summary>
/// <example>
/// <code language="csharp">
/// TestMachine machine = TestMachines.Create("db", "shop").WithClaim("root").Running();
/// var guests = new InMemoryGuests(machine.Resources);
/// await GuestFreezerContract.VerifyAsync(guests, machine.Guest, cancellationToken: cancellationToken);
/// </code>
/// </example>
public static class GuestFreezerContract
{
    /// <summary>Tries every law. The guest is frozen for moments, and thawed in the end whatever happens.</summary>
    /// <param name="freezer">The freezer.</param>
    /// <param name="guest">
    /// A VirtualMachineInstance that runs, has a guest agent, is not frozen and is used by nobody else meanwhile.
    /// </param>
    /// <param name="time">The clock that the guest follows. Default: the system's.</param>
    /// <param name="cancellationToken">Stops the trial.</param>
    /// <exception cref="ArgumentException">The id is not of a VirtualMachineInstance in a namespace.</exception>
    /// <exception cref="ContractException">A law does not hold.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task VerifyAsync(
        IGuestFreezer freezer,
        ResourceId guest,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(freezer);
        if (guest.IsDefault || guest.Kind != Kinds.VirtualMachineInstance || guest.Namespace is null)
            throw new ArgumentException($"'{guest}' is no VirtualMachineInstance in a namespace.", nameof(guest));

        var trial = new FreezerTrial(freezer, guest, time ?? TimeProvider.System);
        try
        {
            await Laws.VerifyAsync(freezer.GetType().Name, trial, FreezerLaws.All, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            await trial.RescueAsync().ConfigureAwait(false);
        }
    }
}
