namespace KubeVirt.Backup.Restore;

/// <summary>
/// A patch document is malformed, or would change what an object is. Thrown when the policy is made, before any object
/// is patched.
/// </summary>
public sealed class PatchException : FormatException
{
    /// <summary>Puts all problems into one message.</summary>
    /// <param name="problems">Each with its place and its cause, as a part of a sentence.</param>
    public PatchException(IReadOnlyList<string> problems)
        : base($"The patch cannot be used: {string.Join("; ", problems)}.") => Problems = problems;

    /// <summary>All problems, each with its place: the operation, from 0, or the JSON pointer.</summary>
    public IReadOnlyList<string> Problems { get; }
}
