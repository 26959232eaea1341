namespace KubeVirt.Backup.Fuzzing;

/// <summary>Tries single inputs, to see what is wrong with them.</summary>
internal static class Tries
{
    /// <returns>How many of the inputs break a promise.</returns>
    public static int Run(FuzzTarget target, IEnumerable<string> files)
    {
        var broken = 0;
        foreach (var file in files)
        {
            try
            {
                target.Try(File.ReadAllBytes(file));
            }
#pragma warning disable CA1031 // Whatever it is, it is what somebody looks for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                broken++;
                Console.WriteLine($"{file}: {e}");
            }
        }

        return Math.Min(broken, 1);
    }
}
