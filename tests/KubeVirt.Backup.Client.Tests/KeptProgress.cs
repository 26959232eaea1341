namespace KubeVirt.Backup.Client;

/// <summary>Keeps reports in their order.</summary>
internal sealed class KeptProgress<T> : IProgress<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _all = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_lock)
                return [.. _all];
        }
    }

    public void Report(T value)
    {
        lock (_lock)
            _all.Add(value);
    }
}
