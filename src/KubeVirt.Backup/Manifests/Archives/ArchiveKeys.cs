namespace KubeVirt.Backup.Manifests;

/// <summary>Where a reader gets the keys of encrypted archives: a few that are at hand, or a vault that is asked.</summary>
/// <remarks>Immutable. Archives that are read at the same time ask for their keys at the same time.</remarks>
/// <example>
/// <code language="csharp">
/// var known = new Dictionary&lt;string, ArchiveKey&gt;();
/// var keys = new ArchiveKeys(async (id, token) =>
/// {
///     await Task.Delay(1, token); // a request to the vault
///     return known.GetValueOrDefault(id);
/// });
/// var reader = new ManifestReader(new ManifestOptions { ArchiveKeys = keys, RequiresEncryption = true });
/// </code>
/// </example>
public sealed class ArchiveKeys
{
    private readonly Func<string, CancellationToken, ValueTask<ArchiveKey?>> _find;

    /// <summary>Keys that somebody else keeps.</summary>
    /// <param name="find">
    /// Finds a key by the id that an archive names; <see langword="null"/> where there is none. What it throws, the reader
    /// throws. The id is whatever stands in the file: nothing is known of who wrote it, so it must only be looked up, and
    /// never become part of a path or a command.
    /// </param>
    public ArchiveKeys(Func<string, CancellationToken, ValueTask<ArchiveKey?>> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        _find = find;
    }

    /// <summary>Keys that are at hand.</summary>
    /// <param name="keys">The keys, each of an id of its own.</param>
    /// <exception cref="ArgumentException">Two keys have the same id.</exception>
    public static ArchiveKeys Of(params IEnumerable<ArchiveKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var byId = new Dictionary<string, ArchiveKey>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (!byId.TryAdd(key.Id, key))
                throw new ArgumentException($"Two keys are called '{key.Id}'. Leave out one of them.", nameof(keys));
        }

        return new ArchiveKeys((id, _) => ValueTask.FromResult(byId.GetValueOrDefault(id)));
    }

    /// <summary>The key of an id.</summary>
    internal ValueTask<ArchiveKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        _find(id, cancellationToken);
}
