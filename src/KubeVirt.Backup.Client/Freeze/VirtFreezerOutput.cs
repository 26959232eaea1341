namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Reads what virt-freezer writes: it ends well without having done anything.</summary>
/// <remarks>Source: KubeVirt cmd/virt-freezer/virt-freezer.go.</remarks>
internal static class VirtFreezerOutput
{
    // What virt-freezer writes, word by word.
    private const string NoAgent = "No guest agent, exiting";
    private const string NotRunning = "VM domain not running, no need to freeze/unfreeze";

    /// <summary>What a freeze that failed means, and what to do.</summary>
    public static string FailedFreeze(ResourceId pod, CommandResult result)
    {
        // VSS is the service that freezes the file systems of Windows.
        var service = result.Output.Contains("VSS", StringComparison.Ordinal) ? ", and VSS, " : " ";
        return $"virt-freezer failed in {pod} with exit code {result.ExitCode}. "
            + $"Look at its log, and check that the guest agent runs{service}in the guest.";
    }

    /// <summary>
    /// Why virt-freezer did nothing, though it ended well; <see langword="null"/> where it did something.
    /// </summary>
    public static string? WhyNothingDone(string output)
    {
        if (output.Contains(NoAgent, StringComparison.Ordinal))
            return "no guest agent answers. Install and start it in the guest.";

        return output.Contains(NotRunning, StringComparison.Ordinal)
            ? "the guest is paused, or its domain does not run."
            : null;
    }
}
