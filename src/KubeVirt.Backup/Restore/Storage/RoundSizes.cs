using System.Numerics;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Rounds the sizes of claims, DataVolumes and DataVolume templates up, for storage that hands out certain sizes only.
/// A size that fits keeps its spelling.
/// </summary>
/// <remarks>
/// Requests and limits alike, so that a limit is never below its request. Sizes only grow. Source: Kubernetes core/v1
/// VolumeResourceRequirements; CDI pkg/apis/core/v1beta1/types.go for the two forms of a DataVolume.
/// </remarks>
public sealed class RoundSizes : RestorePolicy
{
    private static readonly string[] Fields = ["/resources/requests/storage", "/resources/limits/storage"];

    private readonly BigInteger _multiple;
    private readonly BigInteger _minimum;
    private readonly string? _storageClass;

    /// <summary>One rule for all volumes, or for those of a storage class.</summary>
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
        foreach (var spec in ClaimSpecs.Find(context, _storageClass))
        {
            foreach (var field in Fields)
                Round(context, spec + field);
        }
    }

    private void Round(RestoreContext context, string field)
    {
        if (context.Draft.At(field) is not { } written)
            return;

        if (Quantity.Bytes(written) is not { } bytes)
        {
            context.Report(
                FindingIds.SizeUnreadable,
                FindingSeverity.Error,
                field,
                $"{written.ToJsonString()} is no size that can be rounded. It is left as it is; correct it."
            );
            return;
        }

        var rounded = Quantity.RoundUp(BigInteger.Max(bytes, _minimum), _multiple);
        if (rounded != bytes)
            context.Draft.Set(field, Quantity.Format(rounded));
    }

    private static BigInteger Positive(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text, name);

        return Quantity.Bytes(text) is { IsZero: false } bytes
            ? bytes
            : throw new ArgumentException($"'{text}' is no size. Write a Kubernetes quantity such as 1Gi.", name);
    }
}
