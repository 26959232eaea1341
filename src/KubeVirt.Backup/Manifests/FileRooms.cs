namespace KubeVirt.Backup.Manifests;

/// <summary>Room for files that are read one after the other and of which only a part is kept, at their start: the next file takes the rest.</summary>
/// <param name="total">The bytes of all files.</param>
/// <param name="workers">How many files are read at a time.</param>
internal sealed class FileRooms(long total, int workers) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Memory<byte>> _free = [];
    private readonly long _share = total / workers;
    private long _left = total;

    /// <summary>Room for a file, and what comes behind it.</summary>
    public Memory<byte> Take(int length)
    {
        lock (_lock)
        {
            // The smallest that is large enough, so that the large ones are left to large files.
            var fitting = _free.Where(room => room.Length >= length).OrderBy(room => room.Length).ToList();
            if (fitting.Count == 0)
                return Make(length);
            _free.Remove(fitting[0]);
            return fitting[0];
        }
    }

    /// <summary>Takes back what is not needed of a room.</summary>
    public void GiveBack(Memory<byte> rest)
    {
        lock (_lock)
            _free.Add(rest);
    }

    /// <summary>Lets go of all: whoever ran the last read may hold on to this for a while.</summary>
    public void Dispose() => _free.Clear();

    // What nobody writes to is no memory in use, so that each worker's share of all files can be one room.
    private Memory<byte> Make(int length)
    {
        var room = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(Math.Min(_share, _left), length, Array.MaxLength));
        _left -= room.Length;
        return room;
    }
}
