namespace KubeVirt.Backup.Testing;

/// <summary>One law of a contract.</summary>
/// <typeparam name="T">What is tried.</typeparam>
/// <param name="Name">The law, as a short sentence.</param>
/// <param name="Remedy">What to do where it does not hold.</param>
/// <param name="Check">Tries it; gives what is wrong, or <see langword="null"/> where it holds.</param>
internal sealed record Law<T>(string Name, string Remedy, Func<T, CancellationToken, Task<string?>> Check)
{
    /// <summary>A law that waits for nothing.</summary>
    public Law(string name, string remedy, Func<T, string?> check)
        : this(name, remedy, (subject, _) => Task.FromResult(check(subject))) { }
}
