using System.Collections;

namespace KubeVirt.Backup.Restore;

/// <summary>A list that is made when somebody looks into it: what nobody asks of a restore costs nothing.</summary>
internal sealed class LateList<T>(Func<IReadOnlyList<T>> make) : IReadOnlyList<T>
{
    private readonly Lazy<IReadOnlyList<T>> _list = new(make);

    public int Count => _list.Value.Count;

    public T this[int index] => _list.Value[index];

    public IEnumerator<T> GetEnumerator() => _list.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
