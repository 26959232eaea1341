namespace KubeVirt.Backup.Testing;

/// <summary>Tries the laws of a contract, one after the other.</summary>
internal static class Laws
{
    // As many objects as a message names before it counts the others.
    private const int MostNamed = 5;

    /// <summary>Tries all laws, so that one run shows all that is wrong.</summary>
    /// <exception cref="ContractException">A law does not hold.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task VerifyAsync<T>(
        string subject,
        T trial,
        IEnumerable<Law<T>> laws,
        CancellationToken cancellationToken
    )
    {
        var breaches = new List<ContractBreach>();
        foreach (var law in laws)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = await TryAsync(law, trial, cancellationToken).ConfigureAwait(false);
            if (found is not null)
                breaches.Add(new ContractBreach(law.Name, found, law.Remedy));
        }

        if (breaches.Count > 0)
            throw new ContractException(subject, breaches);
    }

    /// <summary>Tries all laws, none of which waits for anything.</summary>
    /// <exception cref="ContractException">A law does not hold.</exception>
    public static void Verify<T>(string subject, T trial, IEnumerable<Law<T>> laws) =>
        VerifyAsync(subject, trial, laws, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Some things by name, and how many more there are.</summary>
    public static string Some<T>(IReadOnlyCollection<T> all)
    {
        var named = string.Join(", ", all.Take(MostNamed));

        return all.Count > MostNamed ? $"{named} and {all.Count - MostNamed} more" : named;
    }

    /// <summary>What the subject throws where the contract allows no exception is a breach of the law as well.</summary>
    private static async Task<string?> TryAsync<T>(Law<T> law, T trial, CancellationToken cancellationToken)
    {
        try
        {
            return await law.Check(trial, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the subject throws.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return $"It threw {e.GetType().Name}: {e.Message}";
        }
    }
}
