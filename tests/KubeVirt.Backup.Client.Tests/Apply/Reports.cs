namespace KubeVirt.Backup.Client;

/// <summary>Progress that is reported at once, unlike that of the framework, and does something then.</summary>
internal sealed class Reports<T>(Action<T, int>? act = null) : IProgress<T>
{
    public List<T> All { get; } = [];

    public void Report(T value)
    {
        All.Add(value);
        act?.Invoke(value, All.Count);
    }
}
