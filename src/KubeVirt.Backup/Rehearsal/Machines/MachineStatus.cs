namespace KubeVirt.Backup.Rehearsal;

/// <summary>What a machine's status says, among it the one word that people read.</summary>
/// <remarks>Source: KubeVirt pkg/virt-controller/watch/vm/vm.go (updateStatus, setPrintableStatus).</remarks>
internal static class MachineStatus
{
    private const string Source = "KubeVirt pkg/virt-controller/watch/vm/vm.go";
    private const string Ready = "Ready";
    private const string Failure = "Failure";

    // The first that is met is shown.
    private static readonly (string Word, Func<Situation, bool> IsMet)[] Words =
    [
        ("Terminating", now => now.Machine.IsDeleting),
        ("Stopping", now => now.Instance is { IsDeleting: true }),
        ("Running", now => now.Instance is { Phase: "Running" }),
        ("ErrorPvcNotFound", now => now.Synchronized == KubeVirtNames.FailedPvcNotFound),
        ("DataVolumeError", now => now.DataVolumes.Any(volume => volume.Phase == "Failed")),
        ("Provisioning", now => now.DataVolumes.Any(IsProvisioning)),
        ("WaitingForVolumeBinding", now => now.IsSetToStart && now.HasUnboundClaim),
        ("Starting", now => now.Instance is { Phase: "" or "Pending" or "Scheduling" or "Scheduled" }),
        ("Stopped", now => now.Instance is null or { Phase: "Failed" or "Succeeded" }),
    ];

    /// <summary>Writes conditions and the word, from what is there at this moment.</summary>
    public static void Update(World world, WorldObject machine, WorldObject? instance, SyncError? error)
    {
        var situation = new Situation(world, machine, instance);
        var word = Words.FirstOrDefault(row => row.IsMet(situation)).Word ?? "Unknown";
        var isChanged = world.Update(machine, one =>
        {
            one.Set("/status/created", instance is not null);
            one.Set("/status/ready", instance is not null && Conditions.StatusOf(instance, Ready) == "True");
            SetConditions(one, instance, error);
            one.Set("/status/printableStatus", word);
        });
        if (isChanged)
            world.Tell(machine, RehearsalEffect.Progress, $"It is {word}.", Source);
    }

    /// <summary>Whether a DataVolume is still being filled.</summary>
    private static bool IsProvisioning(WorldObject volume)
    {
        if (volume.Phase is "Succeeded" or "PendingPopulation")
            return false;

        return volume.Phase != "WaitForFirstConsumer" || Conditions.StatusOf(volume, "Bound") == "True";
    }

    /// <summary>Ready of the instance, the failure of the machine, and whatever else the instance tells.</summary>
    private static void SetConditions(WorldObject machine, WorldObject? instance, SyncError? error)
    {
        var own = instance is null
            ? Conditions.Of(Ready, "False", "VMINotExists", "VMI does not exist")
            : Conditions.Find(instance, Ready)
                ?? Conditions.Of(Ready, "False", "VMIConditionMissing", "VMI is missing the Ready condition");
        Conditions.Put(machine, (System.Text.Json.Nodes.JsonObject)own.DeepClone());
        Conditions.Drop(machine, Failure);
        if (error is not null)
            Conditions.Put(machine, Conditions.Of(Failure, "True", error.Reason, error.Message));
        if (instance is null)
            return;

        var told = instance.Items("/status/conditions").ToList();
        var types = told.Select(condition => WorldObject.TextOf(condition["type"]))
            .Concat([Ready, Failure, RunningUpdates.RestartRequired])
            .ToList();
        foreach (var condition in told.Where(condition => WorldObject.TextOf(condition["type"]) != Ready))
            Conditions.Put(machine, (System.Text.Json.Nodes.JsonObject)condition.DeepClone());
        foreach (
            var type in machine
                .Items("/status/conditions")
                .Select(condition => WorldObject.TextOf(condition["type"]))
                .Except(types)
                .ToList()
        )
            Conditions.Drop(machine, type!);
    }

    /// <summary>All that the words are about.</summary>
    private sealed record Situation(World World, WorldObject Machine, WorldObject? Instance)
    {
        private IEnumerable<MachineVolumes> Volumes => MachineVolumes.Of(Machine.At("/spec/template/spec"));

        public IEnumerable<WorldObject> DataVolumes =>
            Volumes
                .Where(volume => volume.IsDataVolume)
                .Select(volume => World.Find(Kinds.DataVolume, Machine.Namespace, volume.Claim))
                .OfType<WorldObject>();

        public bool IsSetToStart => RunStrategies.IsSetToStart(Machine, Instance);

        public bool HasUnboundClaim =>
            Volumes
                .Select(volume => World.Find(Kinds.PersistentVolumeClaim, Machine.Namespace, volume.Claim))
                .Any(claim => claim is not null && claim.Phase != "Bound");

        /// <summary>Why the instance is not in step; <see langword="null"/> where it is.</summary>
        public string? Synchronized => Instance is null ? null : Conditions.ReasonOf(Instance, "Synchronized");
    }
}
