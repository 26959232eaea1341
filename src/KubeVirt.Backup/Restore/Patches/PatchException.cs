namespace KubeVirt.Backup.Restore;

/// <summary>A patch document is malformed, or would change what an object is.</summary>
public sealed class PatchException : FormatException
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="problems">Each says where it is, and why.</param>
    public PatchException(IReadOnlyList<string> problems)
        : base($"The patch cannot be used: {string.Join("; ", problems)}.") => Problems = problems;

    /// <summary>All problems, each with its place: the operation, from 0, or the JSON pointer.</summary>
    public IReadOnlyList<string> Problems { get; }
}
