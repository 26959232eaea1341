using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Plays the steps of a rehearsal, one after the other, and lets the controllers work where a step waits.
/// </summary>
/// <param name="world">The cluster.</param>
/// <param name="cancellationToken">Ends the rehearsal early.</param>
internal sealed partial class Player(World world, CancellationToken cancellationToken)
{
    private const string Node = "node-1";

    private static readonly ControllerModel[] Controllers =
    [
        new DataVolumeController(),
        new PopulatorController(),
        new ClonePopulator(),
        new WorkerController(),
        new DataSourceController(),
        new MachineController(),
        new ReplicaSetController(),
        new PoolController(),
        new SnapshotController(),
        new CloneController(),
        new GarbageCollector(),
        new InstanceController(),
        new VolumeBinder(),
    ];

    private readonly Clockwork _clockwork = new(world, Controllers);
    private readonly List<Refusal> _refusals = [];

    /// <summary>What the server or a webhook turned down.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>Whether the controllers came to rest at the end.</summary>
    public bool IsSettled { get; private set; } = true;

    /// <summary>Brings in what the target holds, and lets it settle.</summary>
    public void Prepare(IEnumerable<RehearsalStep> existing)
    {
        foreach (var step in existing)
            Play(step, ObjectOrigin.Existing);
        Settle();
    }

    /// <summary>Plays the steps and lets the cluster settle at the end.</summary>
    public void Play(IReadOnlyList<RehearsalStep> steps)
    {
        foreach (var (index, step) in steps.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            world.Step = index;
            Play(step, ObjectOrigin.Applied);
        }

        Settle();
    }

    private void Settle() => IsSettled &= _clockwork.Settle(cancellationToken);

    private void Play(RehearsalStep step, ObjectOrigin origin)
    {
        switch (step.Action)
        {
            case RehearsalAction.Apply:
                Apply(step.Content!.Value, origin);
                break;
            case RehearsalAction.Patch:
                Patch(Find(step), step.Content!.Value);
                break;
            case RehearsalAction.Delete when Find(step) is { } one:
                world.Delete(one);
                break;
            case RehearsalAction.Run:
                Settle();
                Run(Find(step));
                break;
            case RehearsalAction.Wait:
                Settle();
                break;
        }
    }

    /// <summary>Creates an object, or notes why it is refused.</summary>
    private void Apply(JsonElement content, ObjectOrigin origin)
    {
        if (NodeValue.Parse(WithUids(content)) is not JsonObject manifest)
            throw new FormatException("A manifest to apply is a JSON object.");

        var made = ApiServer.Create(world, manifest, new NewObject(origin, manifest), out var verdict);
        if (made is not null && origin == ObjectOrigin.Applied)
            RehearsedActions.Tell(world, made);
        if (made is not null)
            return;

        var id = ApiServer.IdOf(world, manifest);
        _refusals.Add(new Refusal(world.Step, id, verdict!.Code, verdict.Reason, verdict.Message, verdict.Source));
        world.Tell(id, RehearsalEffect.Refused, $"It is refused ({verdict.Code}): {verdict.Message}", verdict.Source);
    }

    /// <summary>Changes an object; a change of its spec is a new generation.</summary>
    private void Patch(WorldObject? one, JsonElement patch)
    {
        if (one is null)
            return;

        world.Update(one, found =>
        {
            var before = found.At("/spec")?.ToJsonString();
            if (NodeValue.Parse(WithUids(patch)) is JsonObject members)
                JsonMergePatch.ApplyTo(found.Body, members);
            if (
                found.At("/spec")?.ToJsonString() == before
                || found.At("/metadata/generation") is not JsonValue value
                || !value.TryGetValue<int>(out var generation)
            )
                return;

            found.Set("/metadata/generation", generation + 1);
        });
        world.DeleteIfReleased(one);
    }

    /// <summary>As kubelet and virt-handler would: the pod runs, the instance runs, its volumes are told.</summary>
    private void Run(WorldObject? instance)
    {
        if (instance is null)
            return;

        foreach (var pod in world.Of(Kinds.Pod, instance.Namespace).Where(pod => pod.IsOwnedBy(instance)).ToList())
        {
            world.Update(pod, one =>
            {
                one.Set("/spec/nodeName", Node);
                one.Set("/status/phase", "Running");
            });
        }

        world.Update(instance, one =>
        {
            one.Set("/status/phase", "Running");
            one.Set("/status/nodeName", Node);
            Conditions.Put(one, Conditions.Of("Ready", "True", "", ""));
            var told = MachineVolumes
                .Of(one.At("/spec"))
                .Select(volume => (JsonNode)StateClaims.StatusOf(volume.Name, volume.Claim));
            one.Set("/status/volumeStatus", new JsonArray([.. told.ToList()]));
        });
        Settle();
    }

    /// <summary>The text of a manifest or patch, with the UIDs that it asks for.</summary>
    private string WithUids(JsonElement content) =>
        Uid().Replace(content.GetRawText(), match => FindByText(match.Groups["id"].Value)?.Uid ?? match.Value);

    private WorldObject? Find(RehearsalStep step) => FindByText(step.Object ?? "");

    /// <summary>Recorded runs name objects by kind, namespace and name, without the group.</summary>
    private WorldObject? FindByText(string text)
    {
        var parts = text.Split('/');
        var (place, name) = parts is [_, var first, var second] ? (first, second) : (null, parts[^1]);

        return world.Live.LastOrDefault(one => one.Kind.Kind == parts[0] && one.Name == name && one.Namespace == place);
    }

    [GeneratedRegex(@"\{\{uid (?<id>[^}]+)\}\}")]
    private static partial Regex Uid();
}
