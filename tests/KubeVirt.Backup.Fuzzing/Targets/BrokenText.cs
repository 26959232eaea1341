using System.Runtime.CompilerServices;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>A text that is made only where a promise is broken: most inputs keep all of them.</summary>
[InterpolatedStringHandler]
internal ref struct BrokenText
{
    private DefaultInterpolatedStringHandler _text;

    public BrokenText(int literalLength, int formattedCount, bool holds, out bool isBroken)
    {
        isBroken = !holds;
        _text = isBroken ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _text.ToStringAndClear();
}
