using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Testing;

/// <summary>
/// The laws of an <see cref="IResourceSource"/>. A source that breaks one gives plans that lack objects, mostly without
/// a word.
/// </summary>
/// <example>
/// <code language="csharp">
/// IReadOnlyList&lt;Resource&gt; objects = TestMachines.Examples;
/// await ResourceSourceContract.VerifyAsync(new MemoryResourceSource(objects), objects, cancellationToken);
/// </code>
/// </example>
public static class ResourceSourceContract
{
    /// <summary>Tries every law.</summary>
    /// <param name="source">The source, with the objects in it already. Nothing is written to it.</param>
    /// <param name="objects">
    /// All that the source holds of their kinds. Some must have labels and owners, one kind must stand in two namespaces
    /// and one be cluster-scoped: <see cref="TestMachines.Examples"/> are such objects.
    /// </param>
    /// <param name="cancellationToken">Stops the trial.</param>
    /// <exception cref="ContractException">A law does not hold, or the objects try too little.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task VerifyAsync(
        IResourceSource source,
        IReadOnlyCollection<Resource> objects,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(objects);
        var laws = SourceSelectionLaws.All.Concat(SourceConductLaws.All);

        return Laws.VerifyAsync(
            source.GetType().Name,
            new SourceTrial(source, objects),
            laws.Prepend(EnoughObjects),
            cancellationToken
        );
    }

    /// <summary>Laws that nothing can break prove nothing: the examples must give each of them something to try.</summary>
    private static Law<SourceTrial> EnoughObjects { get; } =
        new(
            "The objects try every law",
            "Add such objects to the source and to the list; TestMachines.Examples has all of them.",
            trial =>
            {
                string?[] lacking =
                [
                    trial.Objects.Any(o => SourceTrial.LabelsOf(o).Count > 0) ? null : "an object with labels",
                    trial.Objects.Any(o => SourceTrial.OwnersOf(o).Count > 0) ? null : "an object with an owner",
                    trial.Objects.Any(o => o.Id.Namespace is null) ? null : "a cluster-scoped object",
                    trial.Scopes.GroupBy(scope => scope.Key.Kind).Any(kind => kind.Count() > 1)
                        ? null
                        : "a kind in two namespaces",
                ];
                var named = lacking.OfType<string>().ToList();

                return named.Count == 0
                    ? null
                    : $"Among the {trial.Objects.Count} objects there is not {string.Join(", nor ", named)}.";
            }
        );
}
