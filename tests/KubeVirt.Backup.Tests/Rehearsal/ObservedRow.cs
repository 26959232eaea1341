namespace KubeVirt.Backup.Rehearsal;

/// <summary>One thing that was observed under the real controllers, and what a rehearsal must say of it.</summary>
/// <param name="Row">The beginning of the row of the list, by which it is found.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Expected">
/// What must come out: <c>Kind/namespace/name field=value</c> of an object at the end, <c>refused=</c>, <c>warned=</c> or
/// <c>told=</c> with a part of what is said, <c>finding=</c> with an id, <c>volume=</c> or <c>machine=</c> with an outcome.
/// </param>
internal sealed record ObservedRow(string Row, string Title, params string[] Expected)
{
    /// <summary>The number of the recorded run that shows it; <see langword="null"/> where steps do.</summary>
    public string? Run { get; init; }

    /// <summary>The steps that show it, as <see cref="Play"/> takes them.</summary>
    public string[] Steps { get; init; } = [];
}
