using System.Collections.ObjectModel;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Sets the run strategy of machines and pools, or keeps it and reports which machines start although they had ended.
/// </summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-controller/watch/vm/vm.go and
/// pkg/virt-api/webhooks/validating-webhook/admitters/vms-admitter.go: <c>running</c> and <c>runStrategy</c> exclude
/// each other, so the deprecated one is removed where both stand. The status is not restored, so <c>RerunOnFailure</c>
/// and <c>Once</c> start a machine again that had long ended.
/// </remarks>
public sealed class SetRunStrategy : RestorePolicy
{
    private readonly string? _value;

    /// <summary>One strategy for all machines, or each its own.</summary>
    /// <param name="value">
    /// The strategy, one of <see cref="Strategies"/>; <see langword="null"/> keeps each machine's own. Default: keep.
    /// </param>
    /// <exception cref="ArgumentException">There is no such strategy, or it cannot be restored to.</exception>
    public SetRunStrategy(string? value = null)
        : base("set-run-strategy")
    {
        if (value is not null && !Strategies.Contains(value))
            throw new ArgumentException(
                $"'{value}' is no run strategy to restore with. There are {string.Join(", ", Strategies)}.",
                nameof(value)
            );
        _value = value;
    }

    /// <summary>
    /// The strategies that a machine can be restored with. <c>WaitAsReceiver</c> is none: it makes a machine wait for a
    /// migration.
    /// </summary>
    public static IReadOnlyList<string> Strategies { get; } = ["Always", "Halted", "Manual", "Once", "RerunOnFailure"];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Decides =>
        _value is null
            ? ReadOnlyDictionary<string, string>.Empty
            : new Dictionary<string, string> { ["run strategy"] = _value };

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // What is made of a template later is nobody's restored machine.
        if (context.Id.Kind == Kinds.VirtualMachineTemplate)
            return;
        if (MachineSpec.MachineIn(context.Id.Kind) is not { } machine || context.Draft.At(machine) is null)
            return;

        var strategy = machine + "/runStrategy";
        if (WantedStrategy(context, strategy) is { } wanted)
            context.Draft.Set(strategy, wanted);
        if (context.Draft.At(strategy) is null && context.Draft.At(machine + "/running") is null)
            SetMissing(context, strategy);
        if (context.Draft.At(strategy) is not null)
            context.Draft.Remove(machine + "/running");

        if (context.Draft.StringAt(strategy) is "Once" or "RerunOnFailure")
        {
            context.Report(
                FindingIds.StartsAgain,
                FindingSeverity.Info,
                strategy,
                $"With the run strategy {context.Draft.StringAt(strategy)} the machine starts after the "
                    + "restore, even if it had ended before the backup. Restore it as Halted or Manual if it must "
                    + "not."
            );
        }
    }

    /// <summary>The strategy to set; <see langword="null"/> where the machine keeps its own.</summary>
    private string? WantedStrategy(RestoreContext context, string strategy)
    {
        if (NeedsRecovery(context))
            return "Halted";
        if (_value is not null)
            return _value;

        // Such a machine waits for a migration that will never come.
        return context.Draft.StringAt(strategy) == "WaitAsReceiver" ? "Halted" : null;
    }

    /// <summary>
    /// A machine that KubeVirt refuses to start is not started by a restore either, which drops the condition by which
    /// it is refused.
    /// </summary>
    private static bool NeedsRecovery(RestoreContext context)
    {
        if (context.Id.Kind != Kinds.VirtualMachine || !UnfinishedVolumeMigration.NeedsRecovery(context.Original))
            return false;

        context.Report(
            FindingIds.VolumeMigrationUnfinished,
            FindingSeverity.Warning,
            "/spec/runStrategy",
            "A volume migration of the machine failed, so it is restored as Halted. Check that its volumes "
                + "name the claims "
                + "with its data, then start it."
        );

        return true;
    }

    /// <summary>Gives a strategy to a machine that has none in either form.</summary>
    private static void SetMissing(RestoreContext context, string strategy)
    {
        context.Draft.Set(strategy, "Halted");
        context.Report(
            FindingIds.RunStrategyAbsent,
            FindingSeverity.Warning,
            strategy,
            "The machine has neither runStrategy nor running, which KubeVirt refuses, so it is restored as "
                + "Halted. Give it the strategy that is meant."
        );
    }
}
