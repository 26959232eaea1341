using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Runs of AFL++ over a target.</summary>
internal static class FuzzRun
{
    private static readonly string[] Figures =
    [
        "execs_done",
        "execs_per_sec",
        "run_time",
        "corpus_count",
        "edges_found",
        "saved_crashes",
        "saved_hangs",
    ];

    // An input makes megabytes that nothing keeps: collected seldom, and by a process that does no two things at a time, it
    // takes less than half of the processor's time. The branches of a try are then the same each time, too.
    private static readonly (string Name, string Value)[] Runtime =
    [
        ("DOTNET_GCgen0size", "0x4000000"),
        ("DOTNET_GCLOHThreshold", "0x4000000"),
        ("DOTNET_PROCESSOR_COUNT", "1"),
    ];

    /// <summary>Tries so many inputs, beginning with the seeds and the corpus.</summary>
    /// <returns>0 where no input broke a promise.</returns>
    public static async Task<int> StartAsync(FuzzTarget target, long inputs)
    {
        await Instrumentation.MakeAsync();
        WriteSeeds(target);
        WriteWords(target);
        Directories.MakeEmpty(FuzzFolders.Output(target));
        foreach (var (name, value) in Runtime)
            Environment.SetEnvironmentVariable(name, value);
        await Commands.RunAsync("afl-fuzz", Arguments(target, inputs));

        var found = Path.Combine(FuzzFolders.Output(target), "default");
        var figures = await File.ReadAllLinesAsync(Path.Combine(found, "fuzzer_stats"));
        foreach (var line in figures.Where(line => Figures.Contains(line.Split(' ')[0])))
            Console.WriteLine(line);

        var broken = new[] { "crashes", "hangs" }
            .SelectMany(kind => Directories.FilesOf(Path.Combine(found, kind)))
            .Where(file => Path.GetFileName(file) != "README.txt")
            .ToList();
        broken.ForEach(Console.WriteLine);

        return Math.Min(broken.Count, 1);
    }

    /// <summary>Puts what the last run found into the corpus, in place of what is there.</summary>
    public static async Task<int> KeepAsync(FuzzTarget target)
    {
        var queue = Path.Combine(FuzzFolders.Output(target), "default", "queue");
        var output = await Commands.RunAsync("dotnet", [Instrumentation.Program, "reach", target.Name, queue]);
        var kept = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(File.ReadAllBytes).ToList();

        Directories.MakeEmpty(FuzzFolders.Corpus(target));
        foreach (var input in kept)
            await File.WriteAllBytesAsync(Path.Combine(FuzzFolders.Corpus(target), NameOf(input)), input);

        Console.WriteLine($"{kept.Count} inputs, {kept.Sum(input => input.Length)} bytes");
        return 0;
    }

    private static IEnumerable<string> Arguments(FuzzTarget target, long inputs) =>
        [
            "-i",
            FuzzFolders.Seeds(target),
            "-o",
            FuzzFolders.Output(target),
            "-x",
            FuzzFolders.Words(target),
            "-E",
            inputs.ToString(CultureInfo.InvariantCulture),
            "-G",
            target.MaxLength.ToString(CultureInfo.InvariantCulture),
            "-m",
            "none",
            "-t",
            "20000",
            "--",
            "dotnet",
            Instrumentation.Program,
            "serve",
            target.Name,
        ];

    private static void WriteSeeds(FuzzTarget target)
    {
        var folder = FuzzFolders.Seeds(target);
        Directories.MakeEmpty(folder);
        var corpus = Directories.FilesOf(FuzzFolders.Corpus(target)).Select(File.ReadAllBytes);
        foreach (var seed in target.Seeds.Concat(corpus).Where(seed => seed.Length > 0))
            File.WriteAllBytes(Path.Combine(folder, NameOf(seed)), seed);
    }

    private static void WriteWords(FuzzTarget target)
    {
        var words = target.Words.Select(word => $"\"{string.Concat(Encoding.UTF8.GetBytes(word).Select(Escaped))}\"");
        File.WriteAllLines(FuzzFolders.Words(target), words);
    }

    // In AFL++'s dictionaries a backslash begins two hexadecimal digits.
    private static string Escaped(byte b) => char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : $"\\x{b:x2}";

    private static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];
}
