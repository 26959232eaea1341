namespace KubeVirt.Backup.Fuzzing;

/// <summary>Where runs keep their files, and where the repository keeps what stays of them.</summary>
internal static class FuzzFolders
{
    private static readonly string Root = FindRoot();

    /// <summary>The program with an instrumented library.</summary>
    public static string Instrumented => Path.Combine(Root, "artifacts", "fuzzing", "program");

    /// <summary>The inputs that a run begins with.</summary>
    public static string Seeds(FuzzTarget target) => Path.Combine(Work(target), "seeds");

    /// <summary>What AFL++ writes.</summary>
    public static string Output(FuzzTarget target) => Path.Combine(Work(target), "output");

    /// <summary>The words that AFL++ puts into inputs.</summary>
    public static string Words(FuzzTarget target) => Path.Combine(Work(target), "words");

    /// <summary>The inputs that are committed.</summary>
    public static string Corpus(FuzzTarget target) =>
        Path.Combine(Root, "tests", "KubeVirt.Backup.Fuzzing", "Corpus", target.Name);

    private static string Work(FuzzTarget target) => Path.Combine(Root, "artifacts", "fuzzing", target.Name);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KubeVirt.Backup.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The program runs outside the repository.");
    }
}
