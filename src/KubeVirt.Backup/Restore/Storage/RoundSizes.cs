using System.Numerics;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Rounds the sizes of claims, DataVolumes and DataVolume templates up, for storage that hands out certain sizes only.
/// A size that fits keeps its spelling.
/// </summary>
public sealed class RoundSizes : RestorePolicy
{
    private static readonly string[] Fields = ["/resources/requests/storage", "/resources/limits/storage"];

    private readonly BigInteger _multiple;
    private readonly BigInteger _minimum;
    private readonly string? _storageClass;

    /// <summary>Rounds.</summary>
    /// <param name="multiple">A Kubernetes quantity, such as <c>1Gi</c>, of which sizes are to be multiples.</param>
    /// <param name="minimum">The smallest size. Default: <paramref name="multiple"/>.</param>
    /// <param name="storageClass">
    /// Which volumes, by the class that they have when this policy is applied. Default: all.
    /// </param>
    /// <exception cref="ArgumentException">A text is no quantity of one byte or more.</exception>
    public RoundSizes(string multiple, string? minimum = null, string? storageClass = null)
        : base("round-sizes")
    {
        _multiple = Positive(multiple, nameof(multiple));
        _minimum = Positive(minimum ?? multiple, nameof(minimum));
        _storageClass = storageClass;
    }

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (
            var field in ClaimSpecs
                .Find(context, _storageClass)
                .SelectMany(spec => Fields.Select(field => spec + field))
                .Where(field => context.Draft.At(field) is not null)
        )
        {
            if (Quantity.Bytes(context.Draft.At(field)) is not { } bytes)
                context.Report(
                    FindingIds.SizeUnreadable,
                    FindingSeverity.Error,
                    field,
                    $"{context.Draft.At(field)!.ToJsonString()} is no size that can be rounded. It is left as it is; correct it."
                );
            else if (Quantity.RoundUp(BigInteger.Max(bytes, _minimum), _multiple) is var rounded && rounded != bytes)
                context.Draft.Set(field, Quantity.Format(rounded));
        }
    }

    private static BigInteger Positive(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        return Quantity.Bytes(text) is { IsZero: false } bytes
            ? bytes
            : throw new ArgumentException($"'{text}' is no size. Write a Kubernetes quantity such as 1Gi.", name);
    }
}
