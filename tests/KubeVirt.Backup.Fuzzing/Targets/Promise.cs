using System.Runtime.CompilerServices;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>What must hold whatever the input is.</summary>
internal static class Promise
{
    /// <summary>Throws where it does not hold.</summary>
    public static void That(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref BrokenText text)
    {
        if (!holds)
            throw new BrokenPromiseException(text.ToString());
    }

    /// <summary>Throws where two texts differ.</summary>
    public static void Same(string expected, string actual, string what) =>
        That(string.Equals(expected, actual, StringComparison.Ordinal), $"{what}: {expected} became {actual}");
}
