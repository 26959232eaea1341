using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// What CDI fills in where a claim or a DataVolume leaves it open: access modes, volume mode, and room for a
/// filesystem.
/// </summary>
/// <remarks>
/// A class that CDI knows nothing of has a profile of ReadWriteOnce and Filesystem, then ReadWriteMany and Block.
/// Source:
/// CDI pkg/controller/storageprofile-controller.go, pkg/controller/common/util.go (InflateSizeWithOverhead).
/// </remarks>
internal static class StorageProfile
{
    public const string Filesystem = "Filesystem";
    public const string Block = "Block";

    private const string Once = "ReadWriteOnce";
    private const string Many = "ReadWriteMany";
    private const int Unit = 1024 * 1024;
    private const int Parts = 1_000_000;

    /// <summary>Fills in what is left open.</summary>
    public static (JsonArray AccessModes, string VolumeMode) Complete(JsonArray? accessModes, string? volumeMode)
    {
        var hasModes = accessModes is { Count: > 0 };
        var asksMany = hasModes && WorldObject.TextOf(accessModes![0]) == Many;
        var mode = volumeMode ?? (asksMany ? Block : Filesystem);
        if (hasModes)
            return ((JsonArray)accessModes!.DeepClone(), mode);

        return (new JsonArray(mode == Block ? Many : Once), mode);
    }

    /// <summary>
    /// The bytes that a filesystem volume needs for an image of a size, as a text; not known where the overhead is not.
    /// </summary>
    public static string Inflate(BigInteger bytes, decimal? overhead)
    {
        if (overhead is not { } part)
            return Observed.Unknown;

        var factor = new BigInteger((1 + part) * Parts);
        var inflated = Quantity.RoundUp(Align(bytes) * factor, Parts) / Parts;
        return inflated.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The next whole number of MiB.</summary>
    public static BigInteger Align(BigInteger bytes) => Quantity.RoundUp(bytes, Unit);
}
