namespace KubeVirt.Backup.Graph;

/// <summary>
/// The references of a wave that wait for the same label value or owner: a linked list in the wave's array.
/// </summary>
/// <param name="First">Index of the first reference.</param>
/// <param name="Last">Index of the last reference, where the next one is appended.</param>
internal record struct WaitingChain(int First, int Last);
