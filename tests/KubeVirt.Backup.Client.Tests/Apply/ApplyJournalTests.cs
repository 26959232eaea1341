using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>A journal has one writer, and a damaged one loses nothing.</summary>
public sealed class ApplyJournalTests : IDisposable
{
    private const string Maps =
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"shop","name":"NAME"}}""";

    private static readonly RestoreResult Restore = new(
        [
            [Resource.Parse(Maps.Replace("NAME", "a")), Resource.Parse(Maps.Replace("NAME", "b"))],
        ],
        [],
        [],
        []
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder.FullName, "journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_journal_that_is_open_is_not_opened_again_before_it_is_closed()
    {
        using (ApplyJournal.Open(File, Restore))
            Should
                .Throw<IOException>(() => ApplyJournal.Open(File, Restore))
                .Message.ShouldContain("One process at a time");

        ApplyJournal.Open(File, Restore).Dispose();
    }

    [Fact]
    public void A_line_that_is_no_entry_is_named_and_a_copy_is_advised()
    {
        ApplyJournal.Open(File, Restore).Dispose();
        System.IO.File.AppendAllText(File, "begin Secr\n");
        var damaged = Should.Throw<IOException>(() => ApplyJournal.Open(File, Restore));

        damaged.Message.ShouldContain("line 3");
        damaged.Message.ShouldContain("Keep a copy");
        damaged.Message.ShouldEndWith(
            "Remove the line: what the restore created is known by its annotation kubevirt-backup/restore-id, too."
        );
    }

    [Fact]
    public void A_journal_is_of_a_file_and_of_a_restore()
    {
        Should.Throw<ArgumentException>(() => ApplyJournal.Open("", Restore)).ParamName.ShouldBe("path");
        Should.Throw<ArgumentNullException>(() => ApplyJournal.Open(File, null!)).ParamName.ShouldBe("restore");
        System.IO.File.Exists(File).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a c", "")]
    [InlineData("a", "")]
    [InlineData("b a", "")]
    [InlineData("a b", "x")]
    public void The_journal_of_another_restore_is_refused_whatever_is_other(string names, string label)
    {
        ApplyJournal.Open(File, Labelled("a b", "")).Dispose();

        var refused = Should.Throw<IOException>(() => ApplyJournal.Open(File, Labelled(names, label)));

        refused.Message.ShouldContain($"{File} is the journal of another restore.");
    }

    // The length is the same, so that only what is written there differs.
    [Fact]
    public void The_journal_of_a_restore_with_another_value_is_refused()
    {
        ApplyJournal.Open(File, Labelled("a b", "x")).Dispose();

        Should.Throw<IOException>(() => ApplyJournal.Open(File, Labelled("a b", "y")));
        ApplyJournal.Open(File, Labelled("a b", "x")).Dispose();
    }

    [Theory]
    [InlineData("other\n")]
    [InlineData("other")]
    public void A_file_that_is_no_journal_is_left_as_it_is(string text)
    {
        System.IO.File.WriteAllText(File, text);

        Should
            .Throw<IOException>(() => ApplyJournal.Open(File, Restore))
            .Message.ShouldBe($"{File} is no journal of a restore. Name another file.");
        System.IO.File.ReadAllText(File).ShouldBe(text);
    }

    [Fact]
    public void What_a_crash_cut_short_is_written_over_and_all_before_it_is_kept()
    {
        var id = ResourceId.Parse("ConfigMap/shop/a");
        using (var journal = ApplyJournal.Open(File, Restore))
            journal.Begin(id);
        var whole = System.IO.File.ReadAllText(File);
        System.IO.File.AppendAllText(File, "created ConfigMap/sh");

        using (var journal = ApplyJournal.Open(File, Restore))
        {
            journal.HasBegun(id).ShouldBeTrue();
            journal.CreatedUid(id).ShouldBeNull();
            journal.Begin(id);
            journal.Created(id, "u");
        }

        System.IO.File.ReadAllText(File).ShouldBe($"{whole}created {id} u\n");
        using var again = ApplyJournal.Open(File, Restore);
        again.CreatedUid(id).ShouldBe("u");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1000)]
    public void A_first_line_that_a_crash_cut_short_begins_again(int length)
    {
        ApplyJournal.Open(File, Restore).Dispose();
        var first = System.IO.File.ReadAllLines(File)[0];
        System.IO.File.WriteAllText(File, first[..Math.Min(length, first.Length)]);

        ApplyJournal.Open(File, Restore).Dispose();

        var lines = System.IO.File.ReadAllLines(File);
        lines.Length.ShouldBe(2);
        lines[0].ShouldBe(first);
        lines[1].ShouldStartWith("restore ");
    }

    // Each row takes a line away that the advice says to remove.
    [Theory]
    [InlineData("begin ConfigMap/shop/a")]
    [InlineData("created ConfigMap/shop/a")]
    public async Task A_line_that_is_removed_as_advised_loses_nothing(string lost)
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await ApplyAsync(client);
        var lines = await System.IO.File.ReadAllLinesAsync(File, Token);
        var rest = lines.Where(line => !line.StartsWith(lost, StringComparison.Ordinal)).ToList();
        rest.Count.ShouldBe(lines.Length - 1);
        await System.IO.File.WriteAllTextAsync(File, string.Concat(rest.Select(line => line + "\n")), Token);

        var again = await ApplyAsync(client);
        again.Findings.ShouldBeEmpty();
        again.Objects.ShouldAllBe(applied =>
            applied.Outcome == ApplyOutcome.Resumed || applied.Outcome == ApplyOutcome.Kept
        );
        again.Objects.Count(applied => applied.Outcome == ApplyOutcome.Resumed).ShouldBe(2);
    }

    [Fact]
    public async Task The_id_of_a_restore_is_put_back_from_what_it_created()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        await ApplyAsync(client);
        var lines = await System.IO.File.ReadAllLinesAsync(File, Token);
        await System.IO.File.WriteAllTextAsync(File, $"{lines[0]}\nrest", Token);
        await System.IO.File.AppendAllTextAsync(File, $"\n{lines[3]}\n", Token);
        var damaged = Should.Throw<IOException>(() => ApplyJournal.Open(File, Restore));
        damaged.Message.ShouldContain("Put back 'restore ID' as line 2");

        var created = server.Store.Find(ResourceId.Parse("ConfigMap/shop/a"))!;
        var mark = created["metadata"]!["annotations"]!["kubevirt-backup/restore-id"]!.GetValue<string>();
        await System.IO.File.WriteAllTextAsync(File, $"{lines[0]}\nrestore {mark.Split('.')[1]}\n", Token);
        var again = await ApplyAsync(client);
        again.Objects.Count(applied => applied.Outcome == ApplyOutcome.Resumed).ShouldBe(2);
    }

    private static RestoreResult Labelled(string names, string label)
    {
        var maps = names
            .Split(' ')
            .Select(name =>
                Maps.Replace("NAME", name).Replace("\"shop\"", $"\"shop\",\"labels\":{{\"l\":\"{label}\"}}")
            );

        return new RestoreResult(
            [
                [.. maps.Select(Resource.Parse)],
            ],
            [],
            [],
            []
        );
    }

    private async Task<ApplyReport> ApplyAsync(k8s.IKubernetes client)
    {
        using var journal = ApplyJournal.Open(File, Restore);
        return await new ClusterTarget(client, Quick).ApplyAsync(
            Restore,
            new ApplyOptions { Journal = journal },
            Token
        );
    }
}
