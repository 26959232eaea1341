#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Rolls a machine of a live cluster back to an archive: prints what differs and what will be done, does it, and goes on
// from its journal when it was killed.
using System.CommandLine;
using System.Diagnostics;
using k8s;
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Rollback;

var paths = SampleArguments.Paths();
var kubeconfig = SampleArguments.Kubeconfig();
var vm = new Option<string>("--vm")
{
    HelpName = "NS/NAME",
    Description = "The machine.",
    Required = true,
};
var journal = new Option<string>("--journal")
{
    HelpName = "FILE",
    Description =
        "Where the plan is kept and what was done of it. Without --fill, --undo and --release nothing is written.",
    DefaultValueFactory = _ => "rollback.journal",
};
var scope = new Option<string>("--scope")
{
    Description = "What is taken back.",
    DefaultValueFactory = _ => "disks",
}.AcceptOnlyFromAmong("disks", "definition", "both");
var method = new Option<string>("--method")
{
    Description = "New claims with a way back, or the same claims emptied and filled.",
    DefaultValueFactory = _ => "swap",
}.AcceptOnlyFromAmong("swap", "refill");
var disks = new Option<string[]>("--disks")
{
    HelpName = "SELECTOR",
    Description = "Take back these disks. Default: all.",
};
var withoutDisks = new Option<string[]>("--without-disk")
{
    HelpName = "SELECTOR",
    Description = "Leave these as they are.",
};
var fill = new Option<string?>("--fill")
{
    HelpName = "PROGRAM",
    Description = "Do it. The program fills a claim: it is called with namespace, claim, and the claim of the archive.",
};
var undo = new Option<bool>("--undo") { Description = "Go back to the state before." };
var release = new Option<bool>("--release") { Description = "Delete the old claims of a rollback that is done." };
var command = new RootCommand("Rolls a machine of a live cluster back to an archive.")
{
    paths,
    kubeconfig,
    vm,
    journal,
    scope,
    method,
    disks,
    withoutDisks,
    fill,
    undo,
    release,
};

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var machine = KindNames.ParseId($"vm/{parsed.GetRequiredValue(vm)}");
    var options = new RollbackOptions
    {
        Scope = Enum.Parse<RollbackScope>(parsed.GetRequiredValue(scope), ignoreCase: true),
        Method = Enum.Parse<RollbackMethod>(parsed.GetRequiredValue(method), ignoreCase: true),
        Disks = DiskSelection.Parse(parsed.GetValue(disks) ?? [], parsed.GetValue(withoutDisks) ?? []),
    };
    var file = parsed.GetRequiredValue(journal);
    using Kubernetes client = Kubeconfig.Connect(parsed.GetRequiredValue(kubeconfig));
    var progress = new SampleProgress();
    var rollback = new MachineRollback(client, new ClusterOptions { Waits = progress.Lines<ClusterWait>() });
    if (!File.Exists(file))
    {
        var manifests = await new ManifestReader().ReadInputAsync(
            parsed.GetRequiredValue(paths),
            Console.OpenStandardInput(),
            cancellationToken
        );
        var archive = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
        var plan = await progress.RunAsync("Looking at the machine", () =>
            rollback.PlanAsync(archive, machine, options, cancellationToken)
        );
        SampleConsole.Write(plan.ToText());
        if (plan.HasErrors)
            return 1;
        if (parsed.GetValue(fill) is null)
            return 0;
        RollbackJournal.Begin(file, plan).Dispose();
    }

    using var opened = RollbackJournal.Open(file);
    if (opened.Plan.Machine != machine)
        throw new ArgumentException($"{file} is the journal of {opened.Plan.Machine}.");
    if (parsed.GetValue(release))
    {
        foreach (var claim in await rollback.ReleaseAsync(opened, cancellationToken))
            Console.WriteLine($"released {claim}");
        return 0;
    }

    var work = new RollbackWork { Fill = (disk, token) => FillAsync(parsed.GetValue(fill), disk, token) };
    var report = await progress.RunAsync("Rolling back", RunAsync);
    SampleConsole.WriteLine(report);
    var isDone = report.Outcome == (parsed.GetValue(undo) ? RollbackOutcome.Undone : RollbackOutcome.Completed);
    return isDone ? 0 : 1;

    async Task<RollbackReport> RunAsync()
    {
        try
        {
            return parsed.GetValue(undo)
                ? await rollback.UndoAsync(opened, work, cancellationToken)
                : await rollback.RunAsync(opened, work, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new StoppedException($"The same command goes on from {file}; --undo takes it back.", e);
        }
    }
});

static async Task FillAsync(string? program, RollbackDisk disk, CancellationToken cancellationToken)
{
    if (program is null)
        throw new ArgumentException("Name the program that fills claims with --fill.");
    string[] arguments = [disk.Filled.Namespace!, disk.Filled.Name, disk.Archived.Name];
    using var process = Process.Start(program, arguments);
    await process.WaitForExitAsync(cancellationToken);
    if (process.ExitCode != 0)
        throw new IOException($"{program} ended with {process.ExitCode} for {disk.Filled}.");
}
