using System.Runtime.CompilerServices;

namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Checks the times of options before anything is frozen with them.</summary>
internal static class OptionRange
{
    /// <summary>
    /// The value, where it is one that a guest can be frozen with: nothing is found out after the freeze.
    /// </summary>
    public static TimeSpan Within(
        TimeSpan least,
        TimeSpan value,
        TimeSpan most,
        [CallerMemberName] string property = ""
    ) =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(property, value, $"{property} is from {least} to {most}.");
}
