namespace KubeVirt.Backup.Client.Freeze;

/// <summary>
/// Freezes and thaws the file systems of guests: the calls of KubeVirt's API, or a stand-in for them.
/// </summary>
/// <remarks>
/// A session calls from several threads at once, for different guests, and for the same one where it is given up. Calls
/// end soon after their token is cancelled, with an <see cref="OperationCanceledException"/>. A thaw is tried again after
/// any exception, and guests are thawed whatever a freeze or a read throws. An exception that is not named here is the
/// verdict of that guest, as an <see cref="IOException"/> is, and ends no session. Source: KubeVirt
/// pkg/virt-api/api.go, subresources <c>freeze</c> and <c>unfreeze</c> of a VirtualMachineInstance.
/// </remarks>
public interface IGuestFreezer
{
    /// <summary>Reads the status of a guest; <see langword="null"/> where there is no such guest.</summary>
    /// <param name="guest">The VirtualMachineInstance.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="IOException">The server refused or failed.</exception>
    ValueTask<GuestStatus?> GetStatusAsync(ResourceId guest, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the machine of a guest that is not there, so that a start between two reads shows;
    /// <see langword="null"/> where there is no such machine. Default: it cannot be read, so that no guest without an
    /// instance is called offline.
    /// </summary>
    /// <param name="machine">The VirtualMachine.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="IOException">The server refused or failed.</exception>
    ValueTask<MachineStatus?> GetMachineAsync(ResourceId machine, CancellationToken cancellationToken = default) =>
        throw new IOException("This way to freeze guests reads no machines.");

    /// <summary>Freezes a guest. A guest that is frozen already stays so, and keeps the timer it has.</summary>
    /// <param name="guest">The VirtualMachineInstance.</param>
    /// <param name="timeout">When the server thaws it by itself.</param>
    /// <param name="cancellationToken">Stops waiting. The guest may be frozen all the same.</param>
    /// <exception cref="FreezeRefusedException">
    /// The server refused: the guest is not frozen, and will not be.
    /// </exception>
    /// <exception cref="IOException">The server failed. The guest may be frozen all the same, also later.</exception>
    ValueTask FreezeAsync(ResourceId guest, TimeSpan timeout, CancellationToken cancellationToken = default);

    /// <summary>
    /// Thaws a guest. One that is not frozen stays as it is; for one that does not run any more there is nothing to do.
    /// </summary>
    /// <param name="guest">The VirtualMachineInstance.</param>
    /// <param name="cancellationToken">Stops waiting. The guest may be thawed all the same.</param>
    /// <exception cref="IOException">The server refused or failed. The guest may be thawed all the same.</exception>
    ValueTask UnfreezeAsync(ResourceId guest, CancellationToken cancellationToken = default);
}
