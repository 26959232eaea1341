using System.Collections.Immutable;
using System.Globalization;

namespace KubeVirt.Backup.Planning;

/// <summary>One condition of a label selector.</summary>
/// <remarks>Source: Kubernetes apimachinery pkg/labels/selector.go, Requirement.</remarks>
/// <param name="Key">Key of the label.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Values">
/// With what; empty for <see cref="LabelOperator.Exists"/> and <see cref="LabelOperator.DoesNotExist"/>.
/// </param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether a label meets it.</summary>
    /// <param name="value">Value of the label, <see langword="null"/> where the object has none.</param>
    public bool Matches(string? value) =>
        Operator switch
        {
            LabelOperator.In => value is not null && Values.Contains(value),
            LabelOperator.NotIn => value is null || !Values.Contains(value),
            LabelOperator.Exists => value is not null,
            LabelOperator.DoesNotExist => value is null,
            LabelOperator.GreaterThan => Compare(value) > 0,
            _ => Compare(value) < 0,
        };

    /// <summary>The text form that Kubernetes reads.</summary>
    public override string ToString() =>
        Operator switch
        {
            LabelOperator.In when Values.Count == 1 => $"{Key}={Values[0]}",
            LabelOperator.In => $"{Key} in ({string.Join(',', Values)})",
            LabelOperator.NotIn when Values.Count == 1 => $"{Key}!={Values[0]}",
            LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
            LabelOperator.Exists => Key,
            LabelOperator.DoesNotExist => $"!{Key}",
            LabelOperator.GreaterThan => $"{Key}>{Values[0]}",
            _ => $"{Key}<{Values[0]}",
        };

    /// <summary>0 as well where the label is no integer, since then neither holds.</summary>
    private int Compare(string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.CompareTo(long.Parse(Values[0], CultureInfo.InvariantCulture))
            : 0;
}
