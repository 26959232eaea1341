using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Testing.Server;

namespace KubeVirt.Backup.Client;

/// <summary>A guest in a server's memory: what the server knows of it, and what befalls it at which time.</summary>
internal sealed class ModelGuest(TimeProvider time)
{
    private static readonly TimeSpan Vss = TimeSpan.FromSeconds(10);
    private readonly List<(DateTimeOffset At, Action<ModelGuest> Happens)> _events = [];
    private readonly List<(DateTimeOffset From, bool Runs)> _phases = [];
    private int _generation;
    private int _writes;

    public GuestRecord Record { get; private set; } = new();

    public string Phase { get; set; } = "Running";

    /// <summary>Whether there is no instance.</summary>
    public bool IsAbsent { get; set; }

    /// <summary>Whether it is the instance that was planned for.</summary>
    public bool IsFirst => _generation == 0;

    /// <summary>The claims that it has attached.</summary>
    public List<ResourceId> Claims { get; init; } = [];

    public string? MigrationUid { get; set; }

    public bool? IsWindows { get; init; }

    /// <summary>Whether somebody else freezes or thaws it.</summary>
    public bool HasOthers { get; set; }

    public int ThawsUnderWay { get; set; }

    public void At(DateTimeOffset at, Action<ModelGuest> happens) => _events.Add((at, happens));

    /// <summary>Freezes; Windows, which not every agent tells, thaws itself after 10 seconds.</summary>
    public void Freeze(TimeSpan timeout) =>
        Record.Freeze(time.GetUtcNow(), IsWindows != false && timeout > Vss ? Vss : timeout);

    /// <summary>Another instance of the same name, which is not frozen.</summary>
    public void Replace()
    {
        _generation++;
        _writes++;
        IsAbsent = false;
        Record = new GuestRecord();
        Phase = "Running";
        _phases.Add((time.GetUtcNow(), true));
    }

    /// <summary>The instance ends and goes, as where a machine is stopped.</summary>
    public void Vanish()
    {
        _writes++;
        IsAbsent = true;
        Phase = "";
    }

    /// <summary>Lets happen what is due.</summary>
    public void Tick()
    {
        foreach (var due in _events.Where(due => due.At <= time.GetUtcNow()).OrderBy(due => due.At).ToList())
        {
            _events.Remove(due);
            due.Happens(this);
        }
    }

    public bool EverRanSince(DateTimeOffset from) =>
        Phase == "Running" || _phases.Exists(phase => phase.From >= from && phase.Runs);

    /// <summary>Every start and end is written to the machine.</summary>
    public MachineStatus Machine() => new() { Uid = "vm", ResourceVersion = $"{_writes + 1}" };

    public GuestStatus? Status() =>
        IsAbsent
            ? null
            : new GuestStatus
            {
                Claims = [.. Claims],
                Uid = $"uid-{_generation}",
                Phase = Phase,
                HasAgent = true,
                MigrationUid = MigrationUid,
                IsWindows = IsWindows,
                IsFrozen = Record.Polled(time.GetUtcNow()),
                ActivePods = [$"pod-{_generation}-{MigrationUid}"],
            };
}
