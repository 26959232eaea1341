using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Chooses among inputs the least that reaches the same branches. Works where the library is instrumented.</summary>
internal static class Reach
{
    // The size of AFL's map.
    private const int Branches = 1 << 16;

    /// <summary>Prints the files that reach what none before does, the smallest first.</summary>
    public static unsafe void Print(FuzzTarget target, IEnumerable<string> folders)
    {
        var map = (byte*)NativeMemory.AllocZeroed(Branches);
        Trace.SharedMem = map;
        // What runs once in a process alone, such as the making of tables, is reached by no input.
        foreach (var seed in target.Seeds)
            target.Try(seed);

        var isReached = new bool[Branches];
        var files = folders.SelectMany(Directory.EnumerateFiles).OrderBy(file => new FileInfo(file).Length);
        foreach (var file in files)
        {
            NativeMemory.Clear(map, Branches);
            target.Try(File.ReadAllBytes(file));
            if (AddNew(new ReadOnlySpan<byte>(map, Branches), isReached))
                Console.WriteLine(file);
        }
    }

    private static bool AddNew(ReadOnlySpan<byte> map, bool[] isReached)
    {
        var isNew = false;
        for (var branch = 0; branch < map.Length; branch++)
        {
            if (map[branch] == 0 || isReached[branch])
                continue;

            isReached[branch] = true;
            isNew = true;
        }

        return isNew;
    }
}
