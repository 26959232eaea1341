namespace KubeVirt.Backup.Fuzzing;

/// <summary>A copy of this program in which each branch of the library reports that it is taken.</summary>
internal static class Instrumentation
{
    private static readonly string[] Libraries = ["KubeVirt.Backup.dll", "KubeVirt.Backup.Client.dll"];

    /// <summary>The path of the copy's program.</summary>
    public static string Program => Path.Combine(FuzzFolders.Instrumented, "KubeVirt.Backup.Fuzzing.dll");

    /// <summary>Makes the copy anew.</summary>
    public static async Task MakeAsync()
    {
        Directories.MakeEmpty(FuzzFolders.Instrumented);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, Path.Combine(FuzzFolders.Instrumented, Path.GetFileName(file)));

        foreach (var library in Libraries)
            await Commands.RunAsync("dotnet", ["sharpfuzz", Path.Combine(FuzzFolders.Instrumented, library)]);
    }
}
