using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// One look at the instancetype and the preference of a machine: find, store, bring up to date, or expand.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/instancetype/controller/vm/controller.go, pkg/instancetype/revision/store.go,
/// pkg/instancetype/upgrade/handler.go, pkg/instancetype/expand.
/// </remarks>
internal sealed class InstancetypeSync(World world, WorldObject machine)
{
    private const string Source = "KubeVirt pkg/instancetype/controller/vm/controller.go";
    private const string StoreHint = "error encountered while storing instancetype.kubevirt.io controllerRevisions: ";
    private const string RevisionOf = "/controllerRevisionRef/name";

    private static readonly Matcher[] Matchers = [Matcher.Instancetype, Matcher.Preference];

    /// <summary>Which of the two the machine names.</summary>
    private IEnumerable<Matcher> Used => Matchers.Where(matcher => machine.At(matcher.SpecAt) is not null);

    /// <param name="isChanged">Whether the machine was changed, so that the controller looks again.</param>
    /// <returns>Why it cannot go on; <see langword="null"/> where it can.</returns>
    public SyncError? Run(out bool isChanged)
    {
        isChanged = false;
        foreach (var matcher in Used)
        {
            if (new InstancetypeFinder(world, machine, matcher).Find(out _) is { } fault)
                return new SyncError(matcher.NotFound, fault);
        }

        if (world.Target.InstancetypePolicy.StartsWith("expand", StringComparison.OrdinalIgnoreCase))
        {
            isChanged = Expand();
            return null;
        }

        var error = Store(out isChanged);
        if (error is not null || isChanged)
            return error;

        foreach (var matcher in Used)
            Upgrade(matcher);
        return null;
    }

    /// <summary>Puts instancetype and preference into the spec of an instance.</summary>
    /// <returns>Why that cannot be done; <see langword="null"/> where it is.</returns>
    public string? ApplyTo(JsonObject spec)
    {
        var found = new Dictionary<Matcher, JsonObject?>();
        foreach (var matcher in Used)
        {
            if (new InstancetypeFinder(world, machine, matcher).Find(out var content) is { } fault)
                return fault;
            found[matcher] = content;
        }

        InstanceSpec.Apply(
            spec,
            found.GetValueOrDefault(Matcher.Instancetype),
            found.GetValueOrDefault(Matcher.Preference)
        );
        return null;
    }

    /// <summary>Writes both into the spec, and forgets their names.</summary>
    private bool Expand()
    {
        var isStored = Used.Any(matcher => machine.Text(matcher.StatusAt + RevisionOf) is not null);
        if (!Used.Any() || (isStored && world.Target.InstancetypePolicy == "expand"))
            return false;

        world.Update(machine, one =>
        {
            if (ApplyTo(one.At("/spec/template/spec") as JsonObject ?? []) is not null)
                return;
            foreach (var matcher in Matchers)
                one.Remove(matcher.SpecAt);
        });
        world.Tell(machine, RehearsalEffect.Progress, "Its instancetype is written into its spec.", Source);
        return true;
    }

    /// <summary>Notes in the status which revision counts; makes one of the live object if none is named.</summary>
    private SyncError? Store(out bool isChanged)
    {
        var changed = false;
        isChanged = false;
        foreach (var matcher in Used)
        {
            var known = machine.Text(matcher.StatusAt + RevisionOf);
            var given = machine.Text($"{matcher.SpecAt}/revisionName");
            var name = string.IsNullOrEmpty(given) ? known : given;
            if (name is null && MakeRevision(matcher, out name) is { } fault)
            {
                world.Warn(machine, KubeVirtNames.FailedCreate, StoreHint + fault);
                return new SyncError(KubeVirtNames.FailedCreate, StoreHint + fault);
            }

            changed |= SetReference(matcher, name!);
        }

        isChanged = changed;
        return null;
    }

    private bool SetReference(Matcher matcher, string revision) => world.Update(machine, one =>
        {
            one.Set($"{matcher.StatusAt}/name", one.Text($"{matcher.SpecAt}/name"));
            if (one.Text($"{matcher.SpecAt}/kind") is { Length: > 0 } kind)
                one.Set($"{matcher.StatusAt}/kind", kind);
            one.Set(matcher.StatusAt + RevisionOf, revision);
        });

    /// <summary>Makes the revision. One of that name with other content is a fault.</summary>
    private string? MakeRevision(Matcher matcher, out string? name)
    {
        var kind = matcher.KindOf(machine.Text($"{matcher.SpecAt}/kind"))!.Value;
        var place = kind == matcher.ClusterKind ? null : machine.Namespace;
        var live = world.Find(kind, place, machine.Text($"{matcher.SpecAt}/name"))!;
        var body = StoredRevision.Of(machine, live.Body);
        name = WorldObject.TextOf(body["metadata"]!["name"])!;
        if (world.Find(Kinds.ControllerRevision, machine.Namespace, name) is not { } existing)
        {
            ApiServer.Create(world, body, NewObject.OfController, out _);
            return null;
        }

        var isSame = JsonNode.DeepEquals(existing.At("/data/spec"), body["data"]!["spec"]);
        return isSame ? null : $"found existing ControllerRevision with unexpected data: {name}";
    }

    /// <summary>A revision that is not labelled as of today's version is made anew, and the old one deleted.</summary>
    private void Upgrade(Matcher matcher)
    {
        var name = machine.Text(matcher.StatusAt + RevisionOf);
        if (world.Find(Kinds.ControllerRevision, machine.Namespace, name) is not { } old)
            return;
        if (old.Label(StoredRevision.VersionLabel) == StoredRevision.Version || old.At("/data") is not JsonObject data)
            return;

        // Content of which no name can be made is none that KubeVirt could read.
        if (!ResourceId.IsName(StoredRevision.NameOf(machine, data)))
            return;

        var body = StoredRevision.Of(machine, data);
        var made = ApiServer.Create(world, body, NewObject.OfController, out _);
        if (made is null)
            return;

        world.Update(machine, one => one.Set(matcher.StatusAt + RevisionOf, made.Name));
        world.Tell(
            old,
            RehearsalEffect.Collected,
            $"KubeVirt replaces it by {made.Name}, and deletes it; a revisionName that names it is stale.",
            Source
        );
        world.Delete(old);
    }
}
