using System.Diagnostics.CodeAnalysis;

namespace KubeVirt.Backup.Client.Cluster;

/// <summary>Lets so much work run at once that several threads ask for, and the rest wait for its turn.</summary>
/// <param name="atOnce">How many pieces of work run at once.</param>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore holds nothing to dispose of until somebody asks for its wait handle."
)]
internal sealed class Turns(int atOnce)
{
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <summary>Runs work when its turn has come.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before that.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }
}
