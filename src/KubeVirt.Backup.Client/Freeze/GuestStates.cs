namespace KubeVirt.Backup.Client.Freeze;

/// <summary>Derives the state of a guest from its status.</summary>
/// <remarks>
/// Sources: KubeVirt pkg/virt-api/rest/lifecycle.go, which wants phase Running, and
/// pkg/virt-launcher/virtwrap/storage/fsfreeze.go.
/// </remarks>
internal static class GuestStates
{
    /// <summary>The state of a guest; the first reason against a freeze counts.</summary>
    /// <param name="status">Its status; <see langword="null"/> where there is no guest.</param>
    public static GuestState Of(GuestStatus? status) =>
        status switch
        {
            null or { Phase: "Succeeded" or "Failed" } => GuestState.Stopped,
            { IsTerminating: true } => GuestState.Terminating,
            { Phase: not "Running" } => GuestState.Booting,
            { IsPaused: true } => GuestState.Paused,
            { IsMigrating: true } => GuestState.Migrating,
            { HasAgent: false } => GuestState.NoAgent,
            { IsFrozen: true } => GuestState.FrozenElsewhere,
            _ => GuestState.Ready,
        };

    /// <summary>A state as a sentence in a verdict.</summary>
    public static string Describe(GuestState state) =>
        state switch
        {
            GuestState.Ready => "The guest can be frozen.",
            GuestState.Stopped => "The guest does not run.",
            GuestState.Booting => "The guest is starting.",
            GuestState.Terminating => "The guest is being stopped.",
            GuestState.Paused => "The guest is paused and cannot be frozen.",
            GuestState.Migrating => "The guest is being migrated and cannot be frozen.",
            GuestState.NoAgent => "No guest agent is connected.",
            GuestState.Unknown => "The guest's status could not be read.",
            GuestState.FreezeFailed => "The freeze failed.",
            _ => "The guest is frozen by somebody else, who may thaw it at any time.",
        };
}
