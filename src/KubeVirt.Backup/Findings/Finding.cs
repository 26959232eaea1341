using System.Text.Json.Serialization;

namespace KubeVirt.Backup.Findings;

/// <summary>
/// Something that is wrong with a user's objects, or that the user should know. All findings are reported, not only the
/// first.
/// </summary>
/// <param name="Id">The stable id, one of <see cref="FindingIds"/>.</param>
/// <param name="Severity">How much it matters. The same id can have several severities.</param>
/// <param name="Resource">
/// The object it is about; <see langword="null"/> where there is none, as with a file that cannot be read.
/// </param>
/// <param name="Path">
/// JSON pointer (RFC 6901) into the object; <see langword="null"/> where it is about no one field.
/// </param>
/// <param name="Message">
/// What is wrong and what to do, in short sentences for people. The text can change; programs go by the id. Never a
/// secret's value.
/// </param>
/// <remarks>Ordered by resource, path, id and message, so that a list of findings is the same in each run.</remarks>
/// <example>
/// <code language="csharp">
/// foreach (Finding finding in plan.Findings.Where(finding => finding.Severity == FindingSeverity.Error))
///     Console.WriteLine($"{finding.Id} {finding.Resource}: {finding.Message}");
///
/// bool isMissing = plan.Findings.Any(finding => finding.Id == FindingIds.MissingReference);
/// Console.WriteLine(isMissing);
/// </code>
/// </example>
[TypeFormatterSource]
public sealed record Finding(string Id, FindingSeverity Severity, ResourceId? Resource, string? Path, string Message)
    : IComparable<Finding>
{
    /// <inheritdoc cref="Path"/>
    [JsonPropertyOrder(1)]
    public string? Path { get; } = Path is null ? null : PrintableText.Escape(Path);

    /// <inheritdoc cref="Message"/>
    [JsonPropertyOrder(1)]
    public string Message { get; } = PrintableText.Escape(Message);

    /// <summary>
    /// The object whose absence from the backup or the restore this is about, by its name in the target;
    /// <see langword="null"/> where it is about no such thing. A target that has the object has settled the finding.
    /// </summary>
    [JsonPropertyOrder(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ResourceId? Absent { get; init; }

    /// <summary>
    /// What many findings have in common, so that they can be joined to one; <see langword="null"/> where each needs a hand
    /// of its own. It is no part of what the finding says.
    /// </summary>
    internal string? Cause { get; init; }

    /// <summary>Whether both say the same of the same object.</summary>
    public bool Equals(Finding? other) =>
        other is not null
        && Id == other.Id
        && Severity == other.Severity
        && Resource == other.Resource
        && Path == other.Path
        && Message == other.Message
        && Absent == other.Absent;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Severity, Resource, Path, Message, Absent);

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
    public override string ToString()
    {
        string?[] parts = [Severity.ToString().ToLowerInvariant(), Id, Resource?.ToString(), Path];
        var head = string.Join(' ', parts.Where(part => !string.IsNullOrEmpty(part)));

        return $"{head}: {Message}";
    }

    private static int Compare(Finding? left, Finding? right)
    {
        if (left is null)
            return right is null ? 0 : -1;

        return left.CompareTo(right);
    }
}
