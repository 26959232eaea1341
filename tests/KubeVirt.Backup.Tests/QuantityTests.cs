using System.Numerics;
using CsCheck;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup;

public class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1")]
    [InlineData("+1", "1")]
    [InlineData("1Ki", "1024")]
    [InlineData("1k", "1000")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("0.1Gi", "107374183")]
    [InlineData(".5Ki", "512")]
    [InlineData("1.", "1")]
    [InlineData("8Ei", "9223372036854775808")]
    [InlineData("1e3", "1000")]
    [InlineData("1E3", "1000")]
    [InlineData("1E", "1000000000000000000")]
    [InlineData("12e-1", "2")]
    [InlineData("1500m", "2")]
    [InlineData("1n", "1")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void A_quantity_is_so_many_whole_bytes(string text, string bytes) =>
        Quantity.Bytes(text).ShouldBe(BigInteger.Parse(bytes, null));

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData(".")]
    [InlineData("-1Gi")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1KI")]
    [InlineData("1K")]
    [InlineData("1e999")]
    [InlineData("1e3Gi")]
    [InlineData("1Gi\n")]
    [InlineData("${SIZE}")]
    public void What_is_no_size_is_none(string text) => Quantity.Bytes(text).ShouldBeNull();

    [Fact]
    public void What_is_written_reads_the_same() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 40])
            .Sample(
                (value, shift) =>
                {
                    var bytes = new BigInteger(value) << shift;
                    Quantity.Bytes(Quantity.Format(bytes)).ShouldBe(bytes);
                }
            );

    [Fact]
    public void A_rounded_size_is_the_next_multiple() =>
        Gen.Select(Gen.ULong, Gen.ULong[1, ulong.MaxValue])
            .Sample(
                (value, multiple) =>
                {
                    var rounded = Quantity.RoundUp(value, multiple);
                    (rounded % multiple).IsZero.ShouldBeTrue();
                    rounded.ShouldBeInRange(value, new BigInteger(value) + multiple - 1);
                }
            );

    [Theory]
    [InlineData("1gi", null)]
    [InlineData("0", null)]
    [InlineData("1Gi", "none")]
    public void Sizes_are_rounded_to_sizes_only(string multiple, string? minimum) =>
        Should.Throw<ArgumentException>(() => new RoundSizes(multiple, minimum)).Message.ShouldContain("is no size");

    [Fact]
    public void Modes_that_there_are_not_are_refused_with_those_there_are()
    {
        Should.Throw<ArgumentException>(() => new SetAccessModes(["RWO"])).Message.ShouldContain("ReadWriteOnce");
        Should.Throw<ArgumentException>(() => new SetAccessModes([]));
        Should
            .Throw<ArgumentException>(() => new SetVolumeMode("block"))
            .Message.ShouldContain("There are Block, Filesystem.");
    }

    [Fact]
    public void A_map_of_snapshots_says_all_that_is_wrong_with_it()
    {
        var message = Should
            .Throw<ArgumentException>(() =>
                new RestoreFromSnapshots(
                    new Dictionary<ResourceId, string>
                    {
                        [ResourceId.Parse("Secret/ns/s")] = "snap",
                        [ResourceId.Parse("PersistentVolumeClaim/ns/root")] = "Snap",
                    }
                )
            )
            .Message;
        message.ShouldContain("Secret/ns/s is no PersistentVolumeClaim");
        message.ShouldContain("'Snap' for PersistentVolumeClaim/ns/root is no name");
    }
}
