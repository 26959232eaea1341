namespace KubeVirt.Backup.Findings;

/// <summary>
/// One thing that is wrong, or worth knowing, about a user's objects. All of them are reported, never only the first.
/// </summary>
/// <param name="Id">Stable id, see <see cref="FindingIds"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Resource">
/// The object it is about; <see langword="null"/> where there is none, as with a file that cannot be read.
/// </param>
/// <param name="Path">JSON pointer into the object, or <see langword="null"/>.</param>
/// <param name="Message">One or two sentences: what is wrong and what to do. Never a secret's value.</param>
/// <remarks>Ordered by resource, path, id and message, so that a list of findings reads the same at each run.</remarks>
public sealed record Finding(string Id, FindingSeverity Severity, ResourceId? Resource, string? Path, string Message)
    : IComparable<Finding>
{
    /// <inheritdoc/>
    public int CompareTo(Finding? other)
    {
        if (other is null)
            return 1;
        var order = Resource.GetValueOrDefault().CompareTo(other.Resource.GetValueOrDefault());
        if (order == 0)
            order = string.CompareOrdinal(Path, other.Path);
        if (order == 0)
            order = string.CompareOrdinal(Id, other.Id);
        return order != 0 ? order : string.CompareOrdinal(Message, other.Message);
    }

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(Finding? left, Finding? right) => Compare(left, right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(Finding? left, Finding? right) => Compare(left, right) > 0;

    /// <summary>Whether the left one comes first or both are equal.</summary>
    public static bool operator <=(Finding? left, Finding? right) => Compare(left, right) <= 0;

    /// <summary>Whether the right one comes first or both are equal.</summary>
    public static bool operator >=(Finding? left, Finding? right) => Compare(left, right) >= 0;

    /// <summary>One line: severity, id, resource, path, message.</summary>
    public override string ToString() =>
        string.Join(
            ' ',
            new[] { Severity.ToString().ToLowerInvariant(), Id, Resource?.ToString(), Path }.Where(part =>
                !string.IsNullOrEmpty(part)
            )
        )
        + ": "
        + Message;

    private static int Compare(Finding? left, Finding? right) =>
        left is null ? (right is null ? 0 : -1) : left.CompareTo(right);
}
