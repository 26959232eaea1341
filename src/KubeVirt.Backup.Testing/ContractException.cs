namespace KubeVirt.Backup.Testing;

/// <summary>A contract is broken: the message names each law that does not hold, what came and what to do.</summary>
/// <remarks>It fails a test of any framework, as it is thrown.</remarks>
public sealed class ContractException : Exception
{
    /// <summary>Without a message.</summary>
    public ContractException() { }

    /// <summary>With a message alone.</summary>
    /// <param name="message">What is broken.</param>
    public ContractException(string message)
        : base(message) { }

    /// <summary>With a message and its cause.</summary>
    /// <param name="message">What is broken.</param>
    /// <param name="innerException">The cause.</param>
    public ContractException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>With the laws that do not hold.</summary>
    /// <param name="subject">What was tried, such as the name of a type.</param>
    /// <param name="breaches">The laws that do not hold, each once.</param>
    public ContractException(string subject, IReadOnlyList<ContractBreach> breaches)
        : base(Describe(subject, breaches)) => Breaches = breaches;

    /// <summary>The laws that do not hold. Default: none.</summary>
    public IReadOnlyList<ContractBreach> Breaches { get; } = [];

    /// <summary>What a test shows: the subject, and each law with what was found and the remedy.</summary>
    private static string Describe(string subject, IReadOnlyList<ContractBreach> breaches)
    {
        ArgumentNullException.ThrowIfNull(breaches);
        var laws = breaches.Count == 1 ? "1 law" : $"{breaches.Count} laws";

        return $"{subject} breaks {laws}:{Environment.NewLine}"
            + string.Join(Environment.NewLine, breaches.Select(breach => $"- {breach}"));
    }
}
