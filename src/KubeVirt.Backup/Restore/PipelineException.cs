namespace KubeVirt.Backup.Restore;

/// <summary>
/// The policies of a pipeline contradict each other, or stand in an order that does not work. The pipeline is not
/// built, so nothing was restored by it.
/// </summary>
/// <remarks>
/// Policies state both by <see cref="RestorePolicy.Decides"/> and <see cref="RestorePolicy.Follows"/>.
/// </remarks>
public sealed class PipelineException : InvalidOperationException
{
    internal PipelineException(string name, IReadOnlyList<string> problems)
        : base($"The pipeline '{name}' cannot be built. {string.Join(' ', problems)}") => Problems = problems;

    /// <summary>Everything that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }
}
