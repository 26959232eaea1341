#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Restores an archive to a live cluster: transforms the definitions, creates what is absent, keeps or adopts what is
// there; with --wait SECONDS each set waits for its volumes, and what was held is released at the end, as far as its
// claims are filled: the restore makes them empty, so --filled names those that hold their data. What the backup left
// out of an archive is left out here, too.
using System.CommandLine;
using System.Text.Json.Nodes;
using k8s;
using KubeVirt.Backup;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Apply;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Rehearsal;

var archive = new Argument<string>("ARCHIVE") { Description = "A backup archive, a folder or a file of manifests." };
var kubeconfig = SampleArguments.Kubeconfig();
var dryRun = new Option<bool>("--dry-run") { Description = "Write nothing; report what would be wrong." };
var rehearse = new Option<bool>("--rehearse")
{
    Description = "Write nothing; check the target, and play the restore against a model of it and its controllers.",
};
var journalFile = new Option<string?>("--journal")
{
    HelpName = "FILE",
    Description = "Notes what was written, so that a restore that was broken off can go on.",
};
var wait = new Option<int?>("--wait")
{
    HelpName = "SECONDS",
    Description = "Wait for the volumes of each set, and release at the end what was held.",
};
wait.Validators.Add(found =>
{
    if (!int.TryParse(found.Tokens.SingleOrDefault()?.Value, out var seconds) || seconds <= 0)
        found.AddError("--wait takes a number of seconds.");
});
var filled = new Option<string[]>("--filled")
{
    HelpName = "NS/CLAIM",
    Description = "This claim of the target holds its data, so that what needs it may be released.",
};
var allFilled = new Option<bool>("--all-filled") { Description = "All claims of the target hold their data." };
var existing = new Option<string>("--existing")
{
    Description = "What becomes of objects that the target has already.",
    DefaultValueFactory = _ => "keep",
}.AcceptOnlyFromAmong("keep", "adopt", "fail", "update");
var @namespace = SampleArguments.Namespace();
var format = SampleArguments.Format("text", "json", "diff");
var key = KeyArguments.Key("Read the archive with this key, and nothing that is not encrypted.");
var arguments = new RestoreArguments();
var command = new RootCommand("Restores an archive to a live cluster.")
{
    archive,
    kubeconfig,
    dryRun,
    rehearse,
    journalFile,
    wait,
    filled,
    allFilled,
    existing,
    @namespace,
    format,
    key,
};
arguments.AddTo(command);

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var path = parsed.GetRequiredValue(archive);
    var reading = KeyArguments.Reading(KeyArguments.Read(parsed.GetValue(key))) with
    {
        DefaultNamespace = parsed.GetRequiredValue(@namespace),
    };
    var manifests = await new ManifestReader(reading).ReadPathsAsync([path], cancellationToken);
    var leftOut = await ReadLeftOutAsync(path, reading, cancellationToken);
    foreach (var disks in leftOut)
        Console.Error.WriteLine($"The backup left out {disks}: --other-disks says what stands in its place.");

    var options = arguments.Read(parsed);
    var wanted = options.Disks;
    options = options with
    {
        Disks = new DiskSelection(wanted.Include, wanted.Exclude.Concat(leftOut), wanted.HonoursMarks),
    };
    var restore = options.Apply(manifests, cancellationToken);

    using Kubernetes client = Kubeconfig.Connect(parsed.GetRequiredValue(kubeconfig));
    var isRehearsed = parsed.GetValue(rehearse);
    var isDryRun = parsed.GetValue(dryRun) || isRehearsed;
    var file = isDryRun ? null : parsed.GetValue(journalFile);
    using var journal = file is null ? null : ApplyJournal.Open(file, restore);
    var seconds = parsed.GetValue(wait);
    var whatExists = Enum.Parse<ExistingObject>(parsed.GetRequiredValue(existing), ignoreCase: true);
    var filledClaims = (parsed.GetValue(filled) ?? []).Select(ReadClaim).ToHashSet();
    var areAllFilled = parsed.GetValue(allFilled);
    var apply = new ApplyOptions
    {
        Existing = _ => whatExists,
        Filled = claim => areAllFilled || filledClaims.Contains(claim),
        Journal = journal,
        Wait = seconds is null ? null : new WaitOptions { Limit = TimeSpan.FromSeconds(seconds.Value) },
        Releases = seconds is not null,
    };

    var progress = new SampleProgress();
    RehearsalReport? rehearsal = null;
    var report = await progress.RunAsync("Looking at the target", ApplyAsync);
    restore = restore with { Findings = OptionNames.Translate(restore.Findings) };

    if (parsed.GetValue(format) == "json")
    {
        var json = rehearsal is null ? restore.ToJson() : restore.ToJson(rehearsal);
        var document = JsonNode.Parse(json)!;
        document["applied"] = new JsonArray([.. report.Objects.Select(Describe)]);
        Console.WriteLine(document.ToJsonString(new() { WriteIndented = true }));
    }
    else
    {
        SampleConsole.Write(parsed.GetValue(format) == "diff" ? restore.ToDiff() : restore.ToText());
        foreach (var applied in report.Objects)
            SampleConsole.WriteLine(applied);
        SampleConsole.WriteLine(report);
        if (rehearsal is not null)
            SampleConsole.Write(rehearsal.ToText());
    }

    return restore.HasErrors || !report.IsComplete || rehearsal is { HasErrors: true } ? 1 : 0;

    async Task<ApplyReport> ApplyAsync()
    {
        var target = new ClusterTarget(client, new ClusterOptions { Waits = progress.Lines<ClusterWait>() });
        var written = new Written(progress);
        try
        {
            var applied = isDryRun
                ? await target.PreflightAsync(restore, apply, cancellationToken)
                : await target.ApplyAsync(restore, apply with { Progress = written }, cancellationToken);
            if (isRehearsed)
                rehearsal = (await target.RehearseAsync(restore, applied, cancellationToken)).Report;
            restore = await target.SettleAsync(restore, applied, cancellationToken);
            return applied;
        }
        catch (OperationCanceledException e)
        {
            var next = journal is null ? "" : " The same command goes on from the journal.";
            throw new StoppedException($"{written}{next}", e);
        }
    }
});

// The disks of which an archive says that it has no data. A folder or a file of manifests says nothing.
static async Task<IReadOnlyList<DiskSelector>> ReadLeftOutAsync(
    string path,
    ManifestOptions reading,
    CancellationToken cancellationToken
)
{
    // What is encrypted is an archive, whatever it is called.
    var isArchive = reading.RequiresEncryption || path.EndsWith("gz", StringComparison.OrdinalIgnoreCase);
    if (!isArchive || !File.Exists(path))
        return [];

    await using var file = File.OpenRead(path);
    var document = await BackupArchive.ReadAsync(file, path, reading, cancellationToken);
    return document?.Plan.LeftOutDisks() ?? [];
}

static ResourceId ReadClaim(string text) =>
    text.Split('/') is [{ Length: > 0 } @namespace, { Length: > 0 } name]
        ? new ResourceId(Kinds.PersistentVolumeClaim, @namespace, name)
        : throw new ArgumentException($"'{text}' is not of the form NS/CLAIM.");

static JsonNode Describe(AppliedObject applied) =>
    new JsonObject
    {
        ["resource"] = applied.Resource.ToString(),
        ["outcome"] = applied.Outcome.ToString(),
        ["uid"] = applied.Uid,
    };

/// <summary>What a restore wrote until it was stopped, by what it told of its progress.</summary>
internal sealed class Written(IProgress<object> shown) : IProgress<ApplyProgress>
{
    private readonly SortedDictionary<ResourceId, ApplyOutcome> _objects = [];

    public void Report(ApplyProgress value)
    {
        shown.Report(value);
        lock (_objects)
            _objects[value.Applied.Resource] = value.Applied.Outcome;
    }

    public override string ToString() =>
        _objects.Count == 0
            ? "Nothing was written."
            : string.Join(
                ' ',
                _objects
                    .GroupBy(one => one.Value)
                    .Select(same => $"{same.Key}: {IdList.Of(same.Select(one => one.Key))}.")
            );
}
