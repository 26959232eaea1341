namespace KubeVirt.Backup.Planning;

/// <summary>
/// Selectors do not parse, or contradict each other. Thrown before anything is read, with all problems at once.
/// </summary>
public sealed class SelectionException : FormatException
{
    /// <summary>Puts all problems into one message.</summary>
    /// <param name="problems">A sentence each.</param>
    public SelectionException(params IEnumerable<string> problems)
        : this([.. problems]) { }

    private SelectionException(IReadOnlyList<string> problems)
        : base(string.Join(' ', problems)) => Problems = problems;

    /// <summary>Everything that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
