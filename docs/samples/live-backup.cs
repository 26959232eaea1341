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
};

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var ns = parsed.GetRequiredValue(@namespace);
    var machine = parsed.GetValue(vm);
    var asked = parsed.GetValue(way);
    if (parsed.GetValue(claim) is not null && !WayArguments.MayUseClaim(asked))
        throw new ArgumentException("--claim is for --way auto or incremental. See --help.");
    var takes = asked is null && parsed.GetValue(snapshot);
    var freezes = asked is null ? parsed.GetValue(freeze) : WayArguments.MayFreeze(asked);
    using Kubernetes client = Kubeconfig.Connect(parsed.GetRequiredValue(kubeconfig));
    var cluster = new ClusterOptions { Waits = new ErrorLines<ClusterWait>() };
    var snapshots = new VolumeSnapshots(client, cluster);
    IReadOnlyList<ClaimSnapshot> claims = [];

    // KubeVirt's API where the account may use it, else virt-freezer in the pods. What is not to be frozen needs
    // neither.
    IGuestFreezer freezer = freezes
        ? await GuestFreezers.ByRightsAsync(client, ns, cluster, cancellationToken: cancellationToken)
        : new KubernetesGuestFreezer(client, cluster);
    var session = new BackupSession(new ClusterResourceSource(client, cluster), freezer);
    var report = await session.RunAsync(
        new BackupOptions
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
            Prepare = PrepareAsync,
            Snapshot = takes ? SnapshotAsync : null,
            Export = ExportAsync,
            Undo = UndoAsync,
        },
        cancellationToken: cancellationToken
    );

    Console.Write(report.Plan.ToText());
    foreach (var verdict in report.Verdicts)
        Console.WriteLine(verdict);
    if (asked is not null)
        PrintWays(report);
    Console.WriteLine($"archive: {report.Archive}");
    return report.ReachedWhatWasAsked && !claims.Any(claim => claim.Problem is not null) ? 0 : 1;

    async Task PrepareAsync(BackupPlan plan, CancellationToken token)
    {
        if (takes)
            claims = await snapshots.PrepareAsync(plan.Volumes, $"backup-{DateTime.UtcNow:yyyyMMddHHmmss}", token);
        foreach (var doubt in claims.Select(claim => claim.Doubt).OfType<Finding>().Distinct())
            Console.WriteLine(doubt);
    }

    async Task<IReadOnlyCollection<ClaimTime>> SnapshotAsync(SnapshotWork work, CancellationToken token)
    {
        claims = await snapshots.CreateAsync(claims, null, token);
        var limit = new WaitOptions { Limit = work.Remaining ?? TimeSpan.FromMinutes(10) };
        var taken = await snapshots.WaitAsync(claims, SnapshotMoment.Taken, limit, cancellationToken: token);
        return [.. taken.Select(claim => claim.Time)];
    }

    async Task ExportAsync(BackupPlan plan, CancellationToken token)
    {
        // Snapshots that were not taken while guests were frozen are taken now that they are thawed; the verdicts
        // say what they are worth.
        if (claims.Any(claim => claim is { Problem: null, Taken: null }))
            Console.WriteLine("Waiting up to 10 minutes for snapshots that are not taken yet; guests run.");
        claims = await snapshots.WaitAsync(claims, SnapshotMoment.Taken, cancellationToken: token);
        foreach (var claim in claims)
            Console.WriteLine($"{claim.Claim}: {claim.Problem?.Message ?? $"snapshot {claim.Snapshot}"}");
    }

    // What was taken of each claim, what it is in the chain of its machine, and what went wrong.
    static void PrintWays(BackupReport report)
    {
        foreach (var taken in (report.Snapshots ?? []).Where(time => time.Taken is not null))
            Console.WriteLine($"{taken.Claim}: {taken.Snapshot}");
        foreach (var point in report.Points)
            Console.WriteLine($"{point.Machine}: {point}");
        foreach (var finding in report.Findings)
            Console.WriteLine(finding);
    }

    // The backup failed, or the process was asked to end.
    async Task UndoAsync(BackupPlan plan, CancellationToken token)
    {
        foreach (var left in await snapshots.RemoveAsync(claims, token))
            Console.Error.WriteLine(left);
    }
});
