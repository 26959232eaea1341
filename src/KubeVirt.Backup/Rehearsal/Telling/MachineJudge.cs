namespace KubeVirt.Backup.Rehearsal;

/// <summary>Tells what became of each machine that steps brought.</summary>
internal sealed class MachineJudge(World world, IReadOnlyList<Refusal> refusals, IReadOnlyList<RehearsedVolume> volumes)
{
    private static readonly VolumeOutcome[] WithData =
    [
        VolumeOutcome.Kept,
        VolumeOutcome.Adopted,
        VolumeOutcome.WaitsForConsumer,
        VolumeOutcome.Unknown,
    ];

    private static readonly string[] Waiting = ["Provisioning", "DataVolumeError", "ErrorPvcNotFound"];

    private readonly Dictionary<ResourceId, RehearsedVolume> _volumes = volumes.ToDictionary(volume => volume.Claim);

    /// <summary>What became of each machine, ordered by id.</summary>
    public IReadOnlyList<RehearsedMachine> All() => [.. Ids().Order().Select(Judge)];

    private IEnumerable<ResourceId> Ids() =>
        world
            .All.Where(one => one.Origin == ObjectOrigin.Applied)
            .Select(one => one.Id)
            .Concat(refusals.Where(refusal => refusal.Step >= 0).Select(refusal => refusal.Object))
            .Where(id => id.Kind == Kinds.VirtualMachine)
            .Distinct();

    private RehearsedMachine Judge(ResourceId id)
    {
        var brought = world.All.FirstOrDefault(one => one.Id == id && one.Manifest is not null);
        if (brought is null)
            return new(id, MachineOutcome.Refused, "", refusals.First(refusal => refusal.Object == id).Message);
        if (!brought.IsLive)
            return new(id, MachineOutcome.Collected, "", "It is deleted after it was restored.");

        var status = brought.Text("/status/printableStatus") ?? "";
        var lacking = VolumesOf(brought).FirstOrDefault(volume => !WithData.Contains(volume.Outcome));
        var instance = world.Find(id.WithKind(Kinds.VirtualMachineInstance));
        if (instance is not null && lacking is not null)
            return new(
                id,
                MachineOutcome.StartedWithoutItsData,
                status,
                $"It is started, and its volume {lacking.Claim.Name} is {lacking.Outcome}."
            );
        if (lacking is { Outcome: VolumeOutcome.FilledAnew } && Waiting.Contains(status, StringComparer.Ordinal))
        {
            var reason = $"It waits until CDI has filled {lacking.Claim.Name} from its source.";
            return new(id, MachineOutcome.WaitsForImport, status, reason);
        }

        if (WhyUnknown(brought, instance) is { } open)
            return new(id, MachineOutcome.Unknown, status, open);
        if (WhyBlocked(brought, instance, status) is { } why)
            return Words.OfUnread(world) is { } unread
                ? new(id, MachineOutcome.Unknown, status, $"{why} {unread}")
                : new(id, MachineOutcome.Blocked, status, why);

        return instance is null
            ? new(id, MachineOutcome.Stopped, status, "It is there and does not run.")
            : new(id, MachineOutcome.Started, status, "It is started with its volumes.");
    }

    /// <summary>What nobody knows that decides over a machine; <see langword="null"/> where all is known.</summary>
    private string? WhyUnknown(WorldObject machine, WorldObject? instance)
    {
        if (RehearsedActions.OnMachine(world, machine) is { } action)
            return $"{action.Id} is carried out on it, and what it leaves is not known.";
        if (!world.Target.KnowsKubeVirt && DependsOnConfiguration(machine))
            return "It depends on the configuration of KubeVirt, which is not known.";
        if (instance is null && !RunStrategies.Starts(machine))
            return null;

        var volume = VolumesOf(machine).FirstOrDefault(one => one.Outcome == VolumeOutcome.Unknown);
        return volume is null ? null : $"What becomes of its volume {volume.Claim.Name} is not known.";
    }

    /// <summary>
    /// Whether the policy of instancetypes, the class of a state that is made, or a feature gate decides over a machine.
    /// </summary>
    private bool DependsOnConfiguration(WorldObject machine)
    {
        if (machine.At("/spec/instancetype") is not null || machine.At("/spec/preference") is not null)
            return true;
        if (machine.Text("/spec/runStrategy") == MachineAdmission.Receiver)
            return true;

        var instance = world.Find(machine.Id.WithKind(Kinds.VirtualMachineInstance));
        return instance is not null && StateClaims.IsMadeFor(world, instance);
    }

    private IEnumerable<RehearsedVolume> VolumesOf(WorldObject machine) =>
        MachineVolumes
            .Of(machine.At("/spec/template/spec"))
            .Select(volume => ResourceId.Unchecked(Kinds.PersistentVolumeClaim, machine.Namespace, volume.Claim))
            .Select(_volumes.GetValueOrDefault)
            .OfType<RehearsedVolume>();

    /// <summary>What a machine waits for; <see langword="null"/> where it waits for nothing.</summary>
    private static string? WhyBlocked(WorldObject machine, WorldObject? instance, string status)
    {
        if (Conditions.Find(machine, "Failure") is { } failure)
            return $"{WorldObject.TextOf(failure["reason"])}: {WorldObject.TextOf(failure["message"])}.";
        if (Waiting.Contains(status, StringComparer.Ordinal))
            return $"It stays {status}.";
        if (instance is not null && Conditions.Find(instance, "Synchronized") is { } step)
            return $"{WorldObject.TextOf(step["reason"])}: {WorldObject.TextOf(step["message"])}.";
        if (instance is not null && instance.Text(KubeVirtNames.RevisionNameAt) is null)
            return "An instance of its name was not started by it, and KubeVirt never goes on with it.";

        return instance is null && RunStrategies.Starts(machine) ? "It is to run, and is not started." : null;
    }
}
