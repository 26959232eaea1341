using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Planning;

/// <summary>The ways of all machines of a plan.</summary>
internal sealed class WayChoices
{
    private readonly Dictionary<ResourceId, PlannedWay> _ways = [];
    private readonly List<Finding> _findings = [];
    private readonly WayOptions? _options;
    private readonly WayFacts? _facts;

    private WayChoices(WayOptions? options, WayFacts? facts) => (_options, _facts) = (options, facts);

    /// <summary>What is odd about them.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Chooses for each machine of a graph; for none where the options are absent.</summary>
    /// <param name="disks">The machines and which of their disks are chosen.</param>
    /// <param name="claims">The claims of which the backup wants the data.</param>
    /// <param name="options">What the product wants.</param>
    /// <param name="facts">What the cluster can.</param>
    public static WayChoices Of(
        DiskChoice disks,
        IReadOnlyCollection<ResourceId> claims,
        WayOptions? options,
        WayFacts? facts
    )
    {
        var choices = new WayChoices(options, facts);
        if (options is null || facts is null)
            return choices;

        var wanted = claims.ToHashSet();
        foreach (var id in disks.Machines.Order())
            choices.Add(CaseOf(disks, wanted, options, facts, id));

        return choices;
    }

    /// <summary>The choices for a part of a plan, by the same facts.</summary>
    public WayChoices For(DiskChoice disks, IReadOnlyCollection<ResourceId> claims) =>
        Of(disks, claims, _options, _facts);

    /// <summary>The way of a machine; <see langword="null"/> where none was to be chosen.</summary>
    public PlannedWay? WayOf(ResourceId machine) => _ways.GetValueOrDefault(machine);

    /// <summary>All that is known of one machine.</summary>
    private static WayCase CaseOf(
        DiskChoice disks,
        HashSet<ResourceId> wanted,
        WayOptions options,
        WayFacts facts,
        ResourceId id
    )
    {
        var graph = disks.Graph;
        var guest = id.WithKind(Kinds.VirtualMachineInstance);
        var claims = new[] { id, guest }
            .Distinct()
            .SelectMany(graph.EdgesFrom)
            .Where(edge => edge.Reference.HoldsData && wanted.Contains(edge.To))
            .Select(edge => edge.To);

        return new WayCase
        {
            Graph = graph,
            Facts = facts,
            Options = options,
            Machine = graph.FindResource(id)!,
            Guest = graph.FindResource(guest),
            Claims = [.. claims.Distinct().Order()],
            LeftOut = [.. disks.LeftOutOf(id).Where(disk => disk.HasLastingData)],
        };
    }

    /// <summary>Keeps the choice for a machine, and reports where there is none.</summary>
    private void Add(WayCase machine)
    {
        var way = Choose(machine);
        _ways.Add(machine.Id, way);
        if (way.Way is BackupWay.Unknown or BackupWay.None || way.IsUnproven)
            _findings.Add(FindingOf(machine, way));
    }

    /// <summary>
    /// The first preferred way against which nothing stands. A single one is taken also where that is not certain, since the
    /// product asked for it.
    /// </summary>
    private static PlannedWay Choose(WayCase machine)
    {
        var rejected = new List<RejectedWay>();
        foreach (var way in machine.Options.Preferred)
        {
            var rule = WayRules.Of(way);
            if (rule.ObstacleOf(machine) is not { } obstacle)
                return rule.Describe(machine) with { Rejected = rejected };
            if (machine.Options.IsForced && !obstacle.IsKnown)
                return rule.Describe(machine) with { Reason = obstacle.Reason, IsUnproven = true };

            rejected.Add(
                new RejectedWay
                {
                    Way = way,
                    Reason = obstacle.Reason,
                    IsKnown = obstacle.IsKnown,
                    Resource = obstacle.Resource,
                    Path = obstacle.Path,
                }
            );
        }

        var isKnown = rejected.TrueForAll(way => way.IsKnown);
        return new PlannedWay
        {
            Way = isKnown ? BackupWay.None : BackupWay.Unknown,
            Reason = isKnown ? "Nothing that was allowed is possible." : "What it depends on could not be read.",
            Rejected = rejected,
        };
    }

    /// <summary>What is said of a machine without a way, or with one that is not certain.</summary>
    private static Finding FindingOf(WayCase machine, PlannedWay way)
    {
        var first = way.Rejected is [var rejected, ..] ? rejected : null;
        if (way.IsUnproven)
        {
            return Report(
                FindingIds.WayUnknown,
                FindingSeverity.Info,
                $"Whether the machine can be backed up by {WayRules.NameOf(way.Way)} is not certain, and it is tried: "
                    + way.Reason
            );
        }

        if (way.Way == BackupWay.Unknown)
        {
            return Report(
                FindingIds.WayUnknown,
                FindingSeverity.Info,
                $"How the data of the machine can be backed up is not known: {Sentences(way)} Plan it on the cluster with an "
                    + "account that may read this, or name one way."
            );
        }

        return machine.Options.IsForced
            ? Report(
                FindingIds.WayNotPossible,
                FindingSeverity.Error,
                $"The machine cannot be backed up by {WayRules.NameOf(first!.Way)}: {first.Reason}"
            )
            : Report(
                FindingIds.NoWay,
                FindingSeverity.Error,
                $"There is no way to back up the data of the machine: {Sentences(way)}"
            );

        Finding Report(string id, FindingSeverity severity, string message) =>
            new(id, severity, machine.Id, first?.Resource == machine.Id ? first.Path : null, message);
    }

    /// <summary>Why none of the ways will do, one after the other.</summary>
    private static string Sentences(PlannedWay way) => string.Join(' ', way.Rejected.Select(other => $"{other}"));
}
