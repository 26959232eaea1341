#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Client/KubeVirt.Backup.Client.csproj
#:property PublishAot=false
// Looks at the chains of backups that some archives record: whether they fit together, what a restore of a point takes
// and in which order, and what can be pruned.
using System.CommandLine;
using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Findings;

var paths = new Argument<string[]>("FILE")
{
    Description = "Backup archives, or the documents backup.json of such.",
    Arity = ArgumentArity.OneOrMore,
};
var restore = new Option<string?>("--restore") { HelpName = "POINT", Description = "List what a restore of it takes." };
var keep = new Option<string[]>("--keep")
{
    HelpName = "POINT",
    Description = "List what can be pruned when these and the latest are kept.",
};
var command = new RootCommand("Looks at chains of backups.") { paths, restore, keep };

return await SampleCommand.RunAsync(args, command, async (parsed, cancellationToken) =>
{
    var points = new List<ChainPoint>();
    foreach (var path in parsed.GetRequiredValue(paths))
        points.AddRange((await ReadAsync(path, cancellationToken)).Points);
    var chains = BackupChain.Of(points);
    var asked = (parsed.GetValue(keep) ?? []).Append(parsed.GetValue(restore)).OfType<string>();
    var absent = asked.Except(points.Select(point => point.Name)).ToList();
    if (absent.Count > 0)
        throw new ArgumentException($"No document has the point {string.Join(", ", absent)}.");

    var isBroken = false;
    foreach (var chain in chains)
    {
        Console.WriteLine(chain);
        Print("Points", chain.Points);
        if (parsed.GetValue(restore) is { } name && chain.Points.Any(point => point.Name == name))
            isBroken |= !PrintRestore(chain.RestoreOf(name));
        if (parsed.GetValue(keep) is { Length: > 0 } kept)
            Print("Can be pruned", chain.Prunable(kept.Where(name => chain.Points.Any(point => point.Name == name))));
        Print("Findings", chain.Findings);
    }

    var hasErrors = chains.SelectMany(chain => chain.Findings).Any(found => found.Severity == FindingSeverity.Error);
    return hasErrors || isBroken ? 1 : 0;
});

static async Task<BackupDocument> ReadAsync(string path, CancellationToken cancellationToken) =>
    path.EndsWith(".json", StringComparison.Ordinal)
        ? BackupDocument.Read(await File.ReadAllTextAsync(path, cancellationToken))
        : await BackupArchive.ReadFileAsync(path, null, cancellationToken);

static bool PrintRestore(ChainRestore restore)
{
    Print($"A restore of {restore.Point.Name} takes", restore.Points);
    foreach (var (volume, files) in restore.Files)
        Print($"Files of {volume}", files.Select(file => file.Name));
    if (restore.Missing is { } missing)
        Console.WriteLine($"It cannot be restored: {missing}");
    return restore.IsComplete;
}

static void Print<T>(string title, IEnumerable<T> lines)
{
    var rows = lines.ToList();
    if (rows.Count == 0)
        return;
    Console.WriteLine($"{title} ({rows.Count})");
    foreach (var row in rows)
        Console.WriteLine($"  {row}");
}
