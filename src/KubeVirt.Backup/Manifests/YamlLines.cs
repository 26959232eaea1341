namespace KubeVirt.Backup.Manifests;

/// <summary>Which line of a YAML document became which byte of its JSON.</summary>
/// <param name="before">How many lines stand before the text that is parsed.</param>
internal sealed class YamlLines(int before) : ILineMap
{
    // Ascending by offset, since the JSON is written from front to back.
    private readonly List<(int Offset, int Line)> _marks = [];

    /// <summary>Notes that a key or an item of a line begins at an offset of the JSON.</summary>
    public void Mark(int offset, long line) => _marks.Add((offset, before + (int)line));

    /// <summary>Removes the marks behind an offset, because the bytes behind it are about to change.</summary>
    public void RemoveBehind(int offset)
    {
        var index = IndexBehind(offset);
        _marks.RemoveRange(index, _marks.Count - index);
    }

    /// <inheritdoc/>
    public int LineAt(int offset)
    {
        var index = IndexBehind(offset);

        return index > 0 ? _marks[index - 1].Line : before + 1;
    }

    /// <summary>The index of the first mark behind an offset, by binary search.</summary>
    private int IndexBehind(int offset)
    {
        var low = 0;
        var high = _marks.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_marks[middle].Offset <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
