namespace KubeVirt.Backup.Manifests;

/// <summary>Which line of a YAML document became which byte of its JSON.</summary>
/// <param name="before">How many lines stand before the text that is parsed.</param>
internal sealed class YamlLines(int before) : ILineMap
{
    private readonly List<(int Offset, int Line)> _marks = [];

    public void Mark(int offset, long line) => _marks.Add((offset, before + (int)line));

    /// <summary>Forgets what lies behind an offset, whose bytes are about to change.</summary>
    public void ForgetFrom(int offset) => _marks.RemoveRange(IndexAfter(offset), _marks.Count - IndexAfter(offset));

    public int LineAt(int offset) => IndexAfter(offset) is > 0 and var index ? _marks[index - 1].Line : before + 1;

    private int IndexAfter(int offset)
    {
        var (low, high) = (0, _marks.Count);
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
