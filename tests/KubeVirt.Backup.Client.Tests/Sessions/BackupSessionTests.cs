using System.Diagnostics;
using System.Text;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Testing;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

public class BackupSessionTests
{
    private static readonly ResourceId Db = ResourceId.Parse("VirtualMachineInstance.kubevirt.io/shop/db");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_of_a_cluster_runs_its_steps_in_order_and_leaves_an_archive_with_the_plan()
    {
        await using var server = await TestCluster.StartAsync(Repository.SampleManifests.Resources);
        using var client = server.CreateClient();
        var folder = Directory.CreateTempSubdirectory();
        var activities = new List<string>();
        using var root = new Activity("test").Start();
        // Other tests run at the same time, and guests have activities of their own.
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KubeVirt.Backup",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent.TraceId == root.TraceId
                && options.Name.StartsWith(BackupTelemetry.Backup, StringComparison.Ordinal)
                    ? ActivitySamplingResult.AllData
                    : ActivitySamplingResult.None,
            ActivityStopped = activity => activities.Add(activity.OperationName),
        };
        ActivitySource.AddActivityListener(listener);
        try
        {
            var archive = Path.Combine(folder.FullName, "backup.tar.gz");
            var guests = new InMemoryGuests(Repository.SampleManifests.Resources);
            var (prepared, frozen, remaining) = (false, false, (TimeSpan?)null);
            var report = await new BackupSession(new ClusterResourceSource(client), guests).RunAsync(
                new BackupOptions
                {
                    Archive = archive,
                    Prepare = (plan, _) =>
                    {
                        prepared = plan.Volumes.Count > 0 && !guests.IsFrozen(Db);
                        return Task.CompletedTask;
                    },
                    Snapshot = (work, _) =>
                    {
                        remaining = work.Remaining;
                        frozen = guests.IsFrozen(Db);
                        var now = new SnapshotTime(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
                        return Task.FromResult<IReadOnlyCollection<ClaimTime>>([
                            .. work.Plan.Volumes.Select(claim => new ClaimTime(claim, now)),
                        ]);
                    },
                },
                Token
            );
            (prepared, frozen).ShouldBe((true, true));
            remaining!.Value.ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(5));
            guests.IsFrozen(Db).ShouldBeFalse();
            report.Verdicts.ShouldContain(verdict => verdict.Consistency == Consistency.FilesystemConsistent);
            activities.ShouldBe([
                .. Enum.GetValues<BackupStep>().Select(BackupTelemetry.OfStep),
                BackupTelemetry.Backup,
            ]);
            var read = await new ManifestReader().ReadPathsAsync([archive], Token);
            read.Findings.ShouldBeEmpty();
            read.Resources.Select(resource => resource.Id)
                .Order()
                .ShouldBe(report.Plan.Sets.SelectMany(set => set).Order());
            (await BackupArchive.ReadFileAsync(archive, null, Token)).Verdicts.ShouldBe(report.Verdicts);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Where_the_snapshot_fails_guests_are_thawed_and_nothing_is_written()
    {
        var resources = Repository.SampleManifests.Resources;
        var guests = new InMemoryGuests(resources);
        var archive = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.tar.gz");
        var session = new BackupSession(new MemoryResourceSource(resources), guests);
        await Should.ThrowAsync<TimeoutException>(() =>
            session.RunAsync(
                new BackupOptions { Archive = archive, Snapshot = (_, _) => throw new TimeoutException() },
                Token
            )
        );
        resources
            .Where(resource => resource.Id.Kind == Kinds.VirtualMachineInstance)
            .ShouldAllBe(guest => !guests.IsFrozen(guest.Id));
        File.Exists(archive).ShouldBeFalse();
    }

    [Fact]
    public async Task An_archive_that_exists_is_refused_before_a_guest_is_frozen()
    {
        var file = Path.GetTempFileName();
        try
        {
            var session = new BackupSession(
                new MemoryResourceSource(Repository.SampleManifests.Resources),
                new InMemoryGuests([])
            );
            (
                await Should.ThrowAsync<IOException>(() =>
                    session.RunAsync(new BackupOptions { Archive = file }, Token)
                )
            ).Message.ShouldContain("exists already");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(true, "AgentConnected", true, true)]
    [InlineData(true, "Ready", true, false)]
    [InlineData(true, "AgentConnected", false, false)]
    [InlineData(false, "Ready", true, true)]
    [InlineData(false, "Ready", false, false)]
    public async Task A_backup_reached_what_was_asked_where_guests_are_consistent_and_volumes_have_snapshots(
        bool freezes,
        string condition,
        bool takes,
        bool reached
    )
    {
        List<Resource> resources =
        [
            .. Machines
                .Make(1)
                .Select(resource =>
                    Resource.Parse(
                        Encoding
                            .UTF8.GetString(resource.Json.Span)
                            .Replace("AgentConnected", condition, StringComparison.Ordinal)
                    )
                ),
        ];
        var report = await new BackupSession(
            new MemoryResourceSource(resources),
            new InMemoryGuests(resources)
        ).RunAsync(
            new BackupOptions
            {
                Freezes = freezes,
                Snapshot = (work, _) =>
                {
                    var now = new SnapshotTime(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
                    return Task.FromResult<IReadOnlyCollection<ClaimTime>>([
                        .. work.Plan.Volumes.Select(claim => new ClaimTime(claim, takes ? now : null)),
                    ]);
                },
            },
            Token
        );
        report.Plan.HasErrors.ShouldBeFalse();
        report.ReachedWhatWasAsked.ShouldBe(reached);
        report.NotSnapshotted.Count.ShouldBe(takes ? 0 : 1);
        report.NotConsistent.Any().ShouldBe(freezes && !reached);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_backup_that_fails_or_is_cancelled_left_is_removed(bool isCancelled)
    {
        var resources = Repository.SampleManifests.Resources;
        var session = new BackupSession(new MemoryResourceSource(resources), new InMemoryGuests(resources));
        using var source = new CancellationTokenSource();
        var undone = 0;
        var options = new BackupOptions
        {
            Snapshot = async (_, token) =>
            {
                if (isCancelled)
                    await source.CancelAsync();
                token.ThrowIfCancellationRequested();
                throw new TimeoutException();
            },
            Undo = (_, token) =>
            {
                token.IsCancellationRequested.ShouldBeFalse();
                undone++;
                return Task.CompletedTask;
            },
        };
        var thrown = await Should.ThrowAsync<Exception>(() => session.RunAsync(options, source.Token));
        (thrown is OperationCanceledException).ShouldBe(isCancelled);
        undone.ShouldBe(1);
        var failed = options with { Undo = (_, _) => throw new IOException("forbidden") };
        (await Should.ThrowAsync<AggregateException>(() => session.RunAsync(failed, Token)))
            .InnerExceptions[1]
            .Message.ShouldBe("forbidden");
    }

    [Fact]
    public async Task Without_freezing_there_are_no_verdicts()
    {
        var session = new BackupSession(
            new MemoryResourceSource(Repository.SampleManifests.Resources),
            new InMemoryGuests([])
        );
        TimeSpan? remaining = TimeSpan.Zero;
        IReadOnlyCollection<ClaimTime> Take(SnapshotWork work)
        {
            remaining = work.Remaining;
            return [];
        }

        (
            await session.RunAsync(
                new BackupOptions { Freezes = false, Snapshot = (work, _) => Task.FromResult(Take(work)) },
                Token
            )
        ).Verdicts.ShouldBeEmpty();
        remaining.ShouldBeNull();
    }

    [Theory]
    [InlineData("certain", Consistency.FilesystemConsistent, "")]
    [InlineData(
        "not seen",
        Consistency.CrashConsistent,
        "When the snapshot of PersistentVolumeClaim/shop/vm-0001 was taken is not certain"
    )]
    [InlineData(
        "not reported",
        Consistency.CrashConsistent,
        "When the snapshot of PersistentVolumeClaim/shop/vm-0001 was taken is not certain"
    )]
    [InlineData(
        "late",
        Consistency.CrashConsistent,
        "The snapshot of PersistentVolumeClaim/shop/vm-0001 was taken between"
    )]
    public async Task A_guest_with_a_snapshot_that_was_not_certainly_cut_in_time_is_crash_consistent_and_the_others_are_not(
        string second,
        Consistency expected,
        string reason
    )
    {
        var resources = Machines.Make(2).ToList();
        var report = await new BackupSession(
            new MemoryResourceSource(resources),
            new InMemoryGuests(resources)
        ).RunAsync(
            new BackupOptions
            {
                Snapshot = (work, _) =>
                {
                    var now = new SnapshotTime(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
                    IEnumerable<ClaimTime> others = second switch
                    {
                        "certain" => [new ClaimTime(work.Plan.Volumes[1], now)],
                        "not seen" => [new ClaimTime(work.Plan.Volumes[1], null)],
                        "late" =>
                        [
                            new ClaimTime(work.Plan.Volumes[1], now),
                            new ClaimTime(work.Plan.Volumes[1], now with { Latest = now.Latest.AddMinutes(1) }),
                        ],
                        _ => [],
                    };
                    return Task.FromResult<IReadOnlyCollection<ClaimTime>>([
                        new ClaimTime(work.Plan.Volumes[0], now),
                        .. others,
                    ]);
                },
            },
            Token
        );
        report.Verdicts.Select(verdict => verdict.Consistency).ShouldBe([Consistency.FilesystemConsistent, expected]);
        report.Verdicts[1].Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData(false, Consistency.Offline)]
    [InlineData(true, Consistency.Unknown)]
    public async Task A_machine_that_is_stopped_has_a_verdict_and_one_that_starts_meanwhile_is_noticed(
        bool starts,
        Consistency expected
    )
    {
        var resources = Machines.Make(2).ToList();
        var stopped = new ResourceId(Kinds.VirtualMachineInstance, "shop", "vm-0001");
        await using var server = await TestCluster.StartAsync(resources.Where(resource => resource.Id != stopped));
        using var client = server.CreateClient();
        var before = 0;
        var report = await new BackupSession(
            new ClusterResourceSource(client),
            new KubernetesGuestFreezer(client)
        ).RunAsync(
            new BackupOptions
            {
                Snapshot = (work, _) =>
                {
                    before = server.Requests.Count;
                    if (starts)
                        server.Add(resources.Where(resource => resource.Id == stopped));
                    return Task.FromResult<IReadOnlyCollection<ClaimTime>>([
                        .. work.Plan.Volumes.Select(claim => new ClaimTime(
                            claim,
                            new SnapshotTime(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow)
                        )),
                    ]);
                },
            },
            Token
        );
        report
            .Verdicts.Select(verdict => (verdict.Guest.Name, verdict.Consistency))
            .ShouldBe([("vm-0000", Consistency.FilesystemConsistent), ("vm-0001", expected)]);
        // Of the one the status and the thaw, of the other the status.
        server
            .Requests.Skip(before)
            .Count(request => request.Path.Contains("/virtualmachineinstances/", StringComparison.Ordinal))
            .ShouldBe(3);
    }

    [Fact]
    public async Task A_guest_whose_instance_is_left_out_is_left_alone_and_has_a_verdict()
    {
        var resources = Machines.Make(1).ToList();
        var report = await new BackupSession(
            new MemoryResourceSource(resources),
            new InMemoryGuests(resources)
        ).RunAsync(
            new BackupOptions { Plan = new PlanOptions { Selection = Selection.Parse([], ["kinds=vmi"]) } },
            Token
        );
        var verdict = report.Verdicts.ShouldHaveSingleItem();
        (verdict.Consistency, verdict.Reason).ShouldBe(
            (Consistency.CrashConsistent, "The guest's instance is left out of the plan, so it was not frozen.")
        );
    }
}
