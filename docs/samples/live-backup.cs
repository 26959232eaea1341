#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Backs up the machines of a namespace of a live cluster: discover, freeze, CSI snapshots, thaw, archive. With --way, each
// machine by the way that is chosen for it.
using System.CommandLine;
using k8s;
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Client.Snapshots;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Planning;

var kubeconfig = SampleArguments.Kubeconfig();
var @namespace = new Option<string>("--namespace")
{
    HelpName = "NS",
    Description = "Where the machines are.",
    Required = true,
};
var vm = new Option<string?>("--vm") { HelpName = "NAME", Description = "The machine. Default: all of the namespace." };
var output = new Option<string>("--output")
{
    HelpName = "ARCHIVE",
    Description = "Where the archive is written.",
    Required = true,
};
var freeze = new Option<bool>("--freeze") { Description = "Freeze the guests while snapshots are taken." };
var snapshot = new Option<bool>("--snapshot") { Description = "Take CSI snapshots of the volumes." };
var way = WayArguments.Way(
    "Back up the data by this way, and freeze guests where it needs that; auto takes the best one."
);
var claim = new Option<string?>("--claim")
{
    HelpName = "NAME",
    Description =
        "The claim into which KubeVirt writes, of --way auto or incremental. Default: one is made for each machine.",
};
var withoutDisks = new Option<string[]>("--without-disk")
{
    HelpName = "SELECTOR",
    Description = "Leave out the data of these disks, such as scratch or 'is=shareable,hostDisk'.",
};
var key = KeyArguments.Key("Encrypt the archive.");
var command = new RootCommand("Backs up the machines of a namespace of a live cluster.")
{
    kubeconfig,
    @namespace,
    vm,
    output,
    freeze,
    snapshot,
    way,
    claim,
    withoutDisks,
    key,
};

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var ns = parsed.GetRequiredValue(@namespace);
    var machine = parsed.GetValue(vm);
    var asked = parsed.GetValue(way);
    if (parsed.GetValue(claim) is not null && !WayArguments.MayUseClaim(asked))
        throw new ArgumentException("--claim is for --way auto or incremental. See --help.");
    var takes = asked is null && parsed.GetValue(snapshot);
    var archiveKey = KeyArguments.Read(parsed.GetValue(key));
    var freezes = asked is null ? parsed.GetValue(freeze) : WayArguments.MayFreeze(asked);
    using Kubernetes client = Kubeconfig.Connect(parsed.GetRequiredValue(kubeconfig));
    IReadOnlyList<ClaimSnapshot> claims = [];
    var progress = new SampleProgress();
    var report = await progress.RunAsync("Discover", BackUpAsync);

    SampleConsole.Write(report.Plan.ToText());
    foreach (var doubt in claims.Select(claim => claim.Doubt).OfType<Finding>().Distinct())
        SampleConsole.WriteLine(doubt);
    foreach (var taken in claims)
        Console.WriteLine($"{taken.Claim}: {taken.Problem?.Message ?? $"snapshot {taken.Snapshot}"}");
    foreach (var verdict in report.Verdicts)
        SampleConsole.WriteLine(verdict);
    if (asked is not null)
        PrintWays(report);
    Console.WriteLine($"archive: {report.Archive}");
    return report.ReachedWhatWasAsked && !claims.Any(claim => claim.Problem is not null) ? 0 : 1;

    async Task<BackupReport> BackUpAsync()
    {
        var cluster = new ClusterOptions { Waits = progress.Lines<ClusterWait>() };
        var snapshots = new VolumeSnapshots(client, cluster);
        var done = new DoneSoFar(progress);
        // KubeVirt's API where the account may use it, else virt-freezer in the pods. What is not to be frozen needs
        // neither.
        IGuestFreezer freezer = freezes
            ? await GuestFreezers.ByRightsAsync(client, ns, cluster, cancellationToken: cancellationToken)
            : new KubernetesGuestFreezer(client, cluster);
        var session = new BackupSession(new ClusterResourceSource(client, cluster), freezer);
        var options = new BackupOptions
        {
            Plan = new PlanOptions
            {
                Namespace = ns,
                Roots = machine is null ? null : [new ResourceId(Kinds.VirtualMachine, ns, machine)],
                Disks = DiskSelection.Parse([], parsed.GetValue(withoutDisks) ?? []),
                Ways = WayArguments.Read(asked),
            },
            Ways = asked is null
                ? null
                : new WayWork(new BackupWays(client, cluster)) { Claim = parsed.GetValue(claim) },
            Freezes = freezes,
            Archive = parsed.GetRequiredValue(output),
            ArchiveKey = archiveKey,
            Prepare = PrepareAsync,
            Snapshot = takes ? SnapshotAsync : null,
            Export = ExportAsync,
            Undo = UndoAsync,
            Progress = done,
        };
        try
        {
            return await session.RunAsync(options, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new StoppedException($"{done} No archive was written.", e);
        }

        async Task PrepareAsync(BackupPlan plan, CancellationToken token)
        {
            if (takes)
                claims = await snapshots.PrepareAsync(plan.Volumes, $"backup-{DateTime.UtcNow:yyyyMMddHHmmss}", token);
        }

        async Task<IReadOnlyCollection<ClaimTime>> SnapshotAsync(SnapshotWork work, CancellationToken token)
        {
            claims = await snapshots.CreateAsync(claims, null, token);
            var limit = new WaitOptions { Limit = work.Remaining ?? TimeSpan.FromMinutes(10) };
            claims = await snapshots.WaitAsync(claims, SnapshotMoment.Taken, limit, cancellationToken: token);
            return [.. claims.Select(one => one.Time)];
        }

        async Task ExportAsync(BackupPlan plan, CancellationToken token)
        {
            // Snapshots that were not taken while guests were frozen are taken now that they are thawed; the verdicts
            // say what they are worth.
            if (claims.Any(one => one is { Problem: null, Taken: null }))
                progress.Say("Waiting up to 10 minutes for snapshots that are not taken yet; guests run.");
            claims = await snapshots.WaitAsync(claims, SnapshotMoment.Taken, cancellationToken: token);
        }

        // The backup failed, or the process was asked to end.
        async Task UndoAsync(BackupPlan plan, CancellationToken token)
        {
            var left = await snapshots.RemoveAsync(claims, token);
            foreach (var finding in left)
                progress.Say(finding);
            if (takes && left.Count == 0)
                done.Note("The snapshots were removed.");
        }
    }

    // What was taken of each claim, what it is in the chain of its machine, and what went wrong.
    static void PrintWays(BackupReport report)
    {
        foreach (var taken in (report.Snapshots ?? []).Where(time => time.Taken is not null))
            Console.WriteLine($"{taken.Claim}: {taken.Snapshot}");
        foreach (var point in report.Points)
            Console.WriteLine($"{point.Machine}: {point}");
        foreach (var finding in report.Findings)
            SampleConsole.WriteLine(finding);
    }
});

/// <summary>What a backup did until it was stopped, by what it told of its progress.</summary>
internal sealed class DoneSoFar(IProgress<object> shown) : IProgress<BackupProgress>
{
    private readonly SortedSet<ResourceId> _frozen = [];
    private readonly SortedSet<ResourceId> _thawed = [];
    private readonly List<string> _notes = [];

    public void Report(BackupProgress value)
    {
        shown.Report(value);
        if (value.Resource is not { } guest)
            return;
        lock (_frozen)
        {
            if (value.Step == BackupStep.Freeze)
                _frozen.Add(guest);
            if (value.Step == BackupStep.Thaw)
                _thawed.Add(guest);
        }
    }

    public void Note(string note) => _notes.Add(note);

    public override string ToString()
    {
        var frozen = _frozen.Except(_thawed).ToList();
        string[] guests =
        [
            _frozen.Count == 0 ? "No guest was frozen." : $"Thawed: {IdList.Of(_thawed)}.",
            frozen.Count == 0
                ? ""
                : $"No answer to the thaw of {IdList.Of(frozen)}: KubeVirt thaws when its time is over.",
        ];

        return string.Join(' ', guests.Concat(_notes).Where(text => text.Length > 0));
    }
}
