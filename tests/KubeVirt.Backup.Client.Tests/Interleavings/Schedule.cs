using System.Globalization;

namespace KubeVirt.Backup.Client;

/// <summary>
/// One order in which steps are taken that wait at the same time: at each turn the number of the step that goes on,
/// where 0 is the one that waits longest. What it does not say is taken in the order of waiting.
/// </summary>
/// <param name="choices">The turns that are decided already.</param>
internal sealed class Schedule(params IReadOnlyList<int> choices)
{
    private readonly List<int> _taken = [];
    private readonly List<int> _waiting = [];

    /// <summary>How often it left the order of waiting.</summary>
    public int Deviations => _taken.Count(choice => choice > 0);

    public static Schedule Parse(string text) =>
        new([.. text.Split('.').Select(choice => int.Parse(choice, CultureInfo.InvariantCulture))]);

    /// <summary>Which of the steps that wait is next.</summary>
    public int Choose(int waiting)
    {
        var turn = _taken.Count;
        var choice = turn < choices.Count ? choices[turn] : 0;
        _taken.Add(choice);
        _waiting.Add(waiting);
        return choice;
    }

    /// <summary>The next order that differs, the last turn first; <see langword="null"/> after the last one.</summary>
    /// <param name="mostDeviations">How often it may leave the order of waiting.</param>
    public Schedule? Next(int mostDeviations)
    {
        for (var turn = _taken.Count - 1; turn >= 0; turn--)
        {
            var before = _taken.Take(turn).Count(choice => choice > 0);
            if (before < mostDeviations && _taken[turn] + 1 < _waiting[turn])
                return new Schedule([.. _taken.Take(turn), _taken[turn] + 1]);
        }

        return null;
    }

    /// <summary>As <see cref="Parse"/> reads it, up to the last turn that leaves the order of waiting.</summary>
    public override string ToString()
    {
        var last = _taken.FindLastIndex(choice => choice > 0);
        return string.Join('.', _taken.Take(last + 1).DefaultIfEmpty(0));
    }
}
