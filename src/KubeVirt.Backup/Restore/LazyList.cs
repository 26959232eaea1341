using System.Collections;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// A list that is made when it is read for the first time: a part of a restore that nobody reads costs nothing.
/// </summary>
/// <param name="make">Makes the list. It is called once at most, whichever thread reads first.</param>
/// <remarks>
/// What <paramref name="make"/> holds on to stays in memory until then, and an exception of it is thrown to the reader.
/// </remarks>
internal sealed class LazyList<T>(Func<IReadOnlyList<T>> make) : IReadOnlyList<T>
{
    private readonly Lazy<IReadOnlyList<T>> _list = new(make);

    public int Count => _list.Value.Count;

    public T this[int index] => _list.Value[index];

    public IEnumerator<T> GetEnumerator() => _list.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
