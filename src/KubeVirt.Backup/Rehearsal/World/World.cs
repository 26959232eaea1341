using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The modelled cluster: its objects, what happened to them, and what is told of it.</summary>
/// <param name="target">What the cluster is like.</param>
internal sealed class World(RehearsalTarget target)
{
    /// <summary>What is there, by id.</summary>
    private readonly Dictionary<ResourceId, WorldObject> _live = [];

    /// <summary>Everything that ever was, by UID.</summary>
    private readonly Dictionary<string, WorldObject> _byUid = new(StringComparer.Ordinal);
    private readonly List<WorldObject> _all = [];
    private readonly Dictionary<GroupKind, List<WorldObject>> _byKind = [];
    private readonly Dictionary<WorldObject, List<WorldObject>> _workers = [];
    private readonly List<RehearsalEvent> _story = [];
    private readonly List<(ResourceId Object, string Reason, string Message)> _warnings = [];

    /// <summary>What was told, so that a controller that looks again does not tell it again.</summary>
    private readonly HashSet<(ResourceId, RehearsalEffect, string)> _told = [];
    private readonly HashSet<WorldObject> _uncertain = [];
    private int _letters;

    /// <summary>What the cluster is like.</summary>
    public RehearsalTarget Target { get; } = target;

    /// <summary>What happened and no controller heard of yet.</summary>
    public Queue<Change> Changes { get; } = [];

    /// <summary>Grows with each change.</summary>
    public int Version { get; private set; }

    /// <summary>The number of the step that is played, counted from zero; -1 before the first.</summary>
    public int Step { get; set; } = -1;

    /// <summary>Everything that ever was, in the order of creation.</summary>
    public IReadOnlyList<WorldObject> All => _all;

    /// <summary>What is there now, in the order of creation.</summary>
    public IEnumerable<WorldObject> Live => _all.Where(one => one.IsLive);

    /// <summary>What happened, in its order.</summary>
    public IReadOnlyList<RehearsalEvent> Story => _story;

    public IReadOnlyList<(ResourceId Object, string Reason, string Message)> Warnings => _warnings;

    /// <summary>The object of an id; <see langword="null"/> where it is not there.</summary>
    public WorldObject? Find(ResourceId id) => _live.GetValueOrDefault(id);

    /// <summary>
    /// The object of a name; <see langword="null"/> where it is not there, or where no name is given. What somebody wrote
    /// for a name and no object can have is not there.
    /// </summary>
    public WorldObject? Find(GroupKind kind, string? @namespace, string? name) =>
        string.IsNullOrEmpty(name) ? null : Find(ResourceId.Unchecked(kind, @namespace, name));

    /// <summary>The object of a UID, also one that is gone.</summary>
    public WorldObject? ByUid(string uid) => _byUid.GetValueOrDefault(uid);

    /// <summary>What is there of a kind, in one namespace or in all.</summary>
    public IEnumerable<WorldObject> Of(GroupKind kind, string? @namespace = null) =>
        _byKind
            .GetValueOrDefault(kind, [])
            .Where(one => one.IsLive && (@namespace is null || one.Namespace == @namespace));

    /// <summary>What was ever made to fill a claim.</summary>
    public IReadOnlyList<WorldObject> WorkersOf(WorldObject claim) => _workers.GetValueOrDefault(claim, []);

    /// <summary>Letters that nobody knows before a server generates them.</summary>
    public string NewLetters() => Marks.Letters(++_letters);

    /// <summary>Adds an object that was admitted.</summary>
    public WorldObject Add(ResourceId id, JsonObject body, NewObject options)
    {
        var made = new WorldObject(id, Marks.Uid(_all.Count + 1), body, options.Origin)
        {
            Manifest = options.Manifest,
            Fills = options.Fills,
            FillsBy = options.FillsBy,
        };
        made.Set("/metadata/uid", made.Uid);
        _all.Add(made);
        _live[id] = made;
        _byUid[made.Uid] = made;
        Index(_byKind, id.Kind, made);
        if (options.Fills is { } claim)
            Index(_workers, claim, made);
        if (options.Fills is { } filled && IsFilledSomehow(filled))
            MarkUncertain(made);
        Announce(made, ChangeKind.Added);

        return made;
    }

    /// <summary>Edits an object. Nobody hears of an edit that changes nothing.</summary>
    public bool Update(WorldObject one, Action<WorldObject> edit)
    {
        var before = one.Body.ToJsonString();
        edit(one);
        if (one.Body.ToJsonString() == before)
            return false;

        Announce(one, ChangeKind.Updated);
        return true;
    }

    /// <summary>Deletes an object: at once, or when its finalizers are gone.</summary>
    public void Delete(WorldObject one)
    {
        if (!one.IsLive)
            return;
        if (one.Finalizers.Any())
        {
            if (one.IsDeleting)
                return;
            one.IsDeleting = true;
            Announce(one, ChangeKind.Updated);
            return;
        }

        one.IsLive = false;
        if (_live.GetValueOrDefault(one.Id) == one)
            _live.Remove(one.Id);
        Announce(one, ChangeKind.Deleted);
    }

    /// <summary>Completes a deletion that waited for finalizers.</summary>
    public void DeleteIfReleased(WorldObject one)
    {
        if (one.IsDeleting && !one.Finalizers.Any())
            Delete(one);
    }

    /// <summary>Tells that something happened, by which rule, and where that rule stands.</summary>
    public void Tell(WorldObject one, RehearsalEffect effect, string what, string source) =>
        Tell(one.Id, effect, what, source);

    /// <summary>Tells of an object that may not have come to be. What was told of it before is not repeated.</summary>
    public void Tell(ResourceId id, RehearsalEffect effect, string what, string source)
    {
        if (_told.Add((id, effect, what)))
            _story.Add(new RehearsalEvent(Step, id.ToString(), effect, what, source));
    }

    /// <summary>Notes that nobody can say whether an object is still there at the end.</summary>
    public void MarkUncertain(WorldObject one) => _uncertain.Add(one);

    /// <summary>Whether nobody can say that it is still there.</summary>
    public bool IsUncertain(WorldObject one) => _uncertain.Contains(one);

    /// <summary>Records an event of type Warning; each is recorded once.</summary>
    public void Warn(WorldObject one, string reason, string message)
    {
        var warning = (one.Id, reason, message);
        if (!_warnings.Contains(warning))
            _warnings.Add(warning);
    }

    /// <summary>Whether nobody knows by which objects CDI fills a claim.</summary>
    private bool IsFilledSomehow(WorldObject claim) =>
        Target.ClassOf(claim.Text("/spec/storageClassName")) is { HasCsiDriver: null };

    private static void Index<T>(Dictionary<T, List<WorldObject>> index, T key, WorldObject one)
        where T : notnull
    {
        if (!index.TryGetValue(key, out var found))
            index[key] = found = [];
        found.Add(one);
    }

    /// <summary>Lets everybody who watches the kind hear of a change.</summary>
    private void Announce(WorldObject one, ChangeKind kind)
    {
        Version++;
        Changes.Enqueue(new Change(one, kind));
    }
}
