using CsCheck;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Chains;

/// <summary>Laws of chains, over chains with branches and gaps.</summary>
public class ChainLawTests
{
    // The base of each point: an earlier one, or none for a full backup.
    private static readonly Gen<ChainPoint[]> Whole =
        from bases in Gen.Int[-2, 11].Array[1, 12]
        select bases.Select((basis, index) => Point(index, basis < 0 || basis >= index ? null : basis)).ToArray();

    private static readonly Gen<(ChainPoint[] Points, bool[] Removed)> Holed =
        from points in Whole
        from removed in Gen.Bool.Array[points.Length]
        select (points, removed);

    [Fact]
    public void A_restore_begins_with_a_full_backup_and_each_file_is_applied_to_the_one_before() =>
        Whole.Sample(points =>
        {
            var chain = Chain(points);
            chain.Findings.ShouldBeEmpty();
            foreach (var point in points)
            {
                var restore = chain.RestoreOf(point.Name);
                restore.IsComplete.ShouldBeTrue();
                restore.Points[0].Kind.ShouldBe(ChainPointKind.Full);
                restore.Points[^1].ShouldBeSameAs(point);
                foreach (var (before, after) in restore.Points.Zip(restore.Points.Skip(1)))
                    after.Since.ShouldBe(before.Checkpoint);
                restore.Files["a"].Count.ShouldBe(restore.Points.Count);
                restore.Files["a"][0].IsFull.ShouldBeTrue();
            }
        });

    [Fact]
    public void What_is_pruned_changes_nothing_of_what_is_kept_and_nothing_more_can_be_pruned() =>
        Holed.Sample(pair =>
        {
            var (points, kept) = pair;
            var keep = points.Where((_, index) => kept[index]).Select(point => point.Name).ToList();
            var chain = Chain(points);

            var prunable = chain.Prunable(keep);

            var rest = points.Except(prunable).ToArray();
            var pruned = Chain(rest);
            foreach (var name in keep.Append(points[^1].Name))
                Names(pruned.RestoreOf(name)).ShouldBe(Names(chain.RestoreOf(name)));
            pruned.Findings.ShouldBeEmpty();
            foreach (var needed in rest.Where(point => !keep.Contains(point.Name) && point != points[^1]))
                Chain([.. rest.Where(point => point != needed)]).Findings.ShouldNotBeEmpty();
        });

    [Fact]
    public void Without_some_points_exactly_what_depends_on_them_cannot_be_restored() =>
        Holed.Sample(pair =>
        {
            var (points, removed) = pair;
            var whole = Chain(points);
            var lost = points
                .Where((_, index) => removed[index])
                .SelectMany(point => whole.DependentsOf(point.Name))
                .ToHashSet();
            var rest = points.Where((_, index) => !removed[index]).ToArray();
            if (rest.Length == 0)
                return;

            var chain = Chain(rest);
            foreach (var point in rest)
                chain.RestoreOf(point.Name).IsComplete.ShouldBe(!lost.Contains(point), point.ToString());
        });

    [Fact]
    public void The_order_of_reading_changes_nothing() =>
        (from points in Whole from shuffled in Gen.Shuffle(points) select (points, shuffled)).Sample(pair =>
        {
            var (one, other) = (Chain(pair.points), Chain(pair.shuffled));
            one.Points.ShouldBe(other.Points);
            foreach (var point in pair.points)
                Names(one.RestoreOf(point.Name)).ShouldBe(Names(other.RestoreOf(point.Name)));
        });

    // Any document must be looked at without an end or an exception, whatever it says is based on what.
    [Fact]
    public void Points_of_any_shape_are_looked_at_and_every_one_has_an_answer() =>
        (
            from count in Gen.Int[1, 8]
            from bases in Gen.Int[0, 8].Array[count]
            from checkpoints in Gen.Int[0, 8].Array[count]
            from kinds in Gen.Int[0, 2].Array[count]
            from days in Gen.Int[0, 3].Array[count]
            select (bases, checkpoints, kinds, days)
        ).Sample(given =>
        {
            var points = given
                .bases.Select(
                    (basis, index) =>
                        Point(index, null) with
                        {
                            Kind = (ChainPointKind)given.kinds[index],
                            Since = basis == 0 ? null : $"cp-{basis}",
                            Checkpoint = $"cp-{given.checkpoints[index]}",
                            TakenAt = DateTimeOffset.UnixEpoch.AddDays(given.days[index]),
                            Files = [],
                        }
                )
                .ToArray();
            var chain = Chain(points);
            foreach (var point in points)
            {
                var restore = chain.RestoreOf(point.Name);
                restore.Points.ShouldBeUnique();
                if (restore.IsComplete)
                    restore.Points[0].Kind.ShouldBe(ChainPointKind.Full);
            }

            chain.Prunable([], keepLatest: false).ShouldBe(chain.Points);
        });

    private static ChainPoint Point(int index, int? basis) =>
        basis is null
            ? ChainTests.Full($"p{index}", index) with
            {
                Files = FilesOf(index, isFull: true),
            }
            : ChainTests.Incremental($"p{index}", index, $"cp-p{basis}") with
            {
                Files = FilesOf(index, isFull: false),
            };

    private static ChainFile[] FilesOf(int index, bool isFull) =>
        [
            new ChainFile
            {
                Volume = "a",
                Name = $"{index}/a",
                IsFull = isFull,
            },
        ];

    private static BackupChain Chain(ChainPoint[] points) => BackupChain.Of(points).Single();

    private static IEnumerable<string> Names(ChainRestore restore) => restore.Points.Select(point => point.Name);
}
