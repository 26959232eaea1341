namespace KubeVirt.Backup.Client.Guests;

/// <summary>What a guest agent knows of its guest. Texts that it does not report are empty.</summary>
/// <remarks>
/// Source: KubeVirt staging/src/kubevirt.io/api/core/v1/types.go, VirtualMachineInstanceGuestAgentInfo.
/// </remarks>
public sealed record GuestInfo
{
    /// <summary>Version of the guest agent, such as <c>8.2.0</c>.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>Full host name.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Time zone, as the guest names it.</summary>
    public string Timezone { get; init; } = "";

    /// <summary>Id of the operating system, such as <c>fedora</c> or <c>mswindows</c>.</summary>
    public string OsId { get; init; } = "";

    /// <summary>Name and version of the operating system, for people.</summary>
    public string OsPrettyName { get; init; } = "";

    /// <summary>Release of the kernel, as <c>uname -r</c> prints it.</summary>
    public string KernelRelease { get; init; } = "";

    /// <summary>Commands that the agent has but is not allowed to run.</summary>
    public IReadOnlyList<string> DisabledCommands { get; init; } = [];

    /// <summary>
    /// Whether the agent may freeze: some distributions forbid it by default, and each freeze fails then.
    /// <see langword="null"/> where the agent does not list its commands.
    /// </summary>
    public bool? CanFreeze { get; init; }
}
