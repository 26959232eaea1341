using System.Collections.Concurrent;

namespace KubeVirt.Backup.Manifests;

/// <summary>Room for the files that are read at a time, used again for the next ones: for readers that keep nothing of it.</summary>
internal sealed class FileBuffers : IDisposable
{
    private readonly ConcurrentBag<byte[]> _free = [];

    public byte[] Take(int length) => _free.TryTake(out var buffer) && buffer.Length >= length ? buffer : GC.AllocateUninitializedArray<byte>(length);

    public void GiveBack(byte[] buffer) => _free.Add(buffer);

    /// <summary>Lets go of all: whoever ran the last read may hold on to this for a while.</summary>
    public void Dispose() => _free.Clear();
}
