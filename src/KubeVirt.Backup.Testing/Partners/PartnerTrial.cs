using KubeVirt.Backup.Rehearsal;
using KubeVirt.Backup.Testing.Server;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>Tries one scenario on a product.</summary>
internal static class PartnerTrial
{
    /// <summary>Sets the scenario up, lets the product work, and judges.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<ScenarioVerdict> RunAsync(
        PartnerCase one,
        IPartnerProduct product,
        CancellationToken token
    )
    {
        try
        {
            return await TryAsync(one, product, token).ConfigureAwait(false);
        }
        catch (NotSupportedException e)
        {
            return new ScenarioVerdict(one.Scenario, ScenarioOutcome.NotApplicable, [], e.Message);
        }
#pragma warning disable CA1031 // Whatever a product throws is what came of the scenario.
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var breach = new ContractBreach(
                "The product does what is asked",
                $"It threw {e.GetType().Name}: {e.Message}",
                "Throw NotSupportedException where the product has no such feature."
            );
            return new ScenarioVerdict(one.Scenario, ScenarioOutcome.Failed, [breach], "");
        }
    }

    private static async Task<ScenarioVerdict> TryAsync(
        PartnerCase one,
        IPartnerProduct product,
        CancellationToken token
    )
    {
        var source = await TestCluster
            .StartAsync([PartnerObjects.StorageClass, .. one.Objects], cancellationToken: token)
            .ConfigureAwait(false);
        await using var _ = source.ConfigureAwait(false);
        var guests = one.Objects.Select(o => o.Id).Where(id => id.Kind == Kinds.VirtualMachineInstance);
        var snapshotter = Snapshotter.InstallOn(source, [.. guests]);
        var backup = new PartnerBackup(source, PartnerCase.Namespace, one.LabelSelector);
        var archive = await product.BackupAsync(backup, token).ConfigureAwait(false);
        var (snapshots, frozen) = (snapshotter.Seen, snapshotter.Frozen);

        if (one.NeedsSnapshots && snapshots.Count == 0)
            throw new NotSupportedException("The product asked for no snapshot, so when it froze guests says nothing.");

        Resource[] held = [PartnerObjects.StorageClass, .. one.Existing, .. one.IsCopy ? one.Objects : []];
        var target = await TestCluster.StartAsync(held, cancellationToken: token).ConfigureAwait(false);
        await using var __ = target.ConfigureAwait(false);
        var writes = new List<ApiWrite>();
        target.Api.Written = write => Note(writes, write);
        target.Controllers = () => Controllers.Finish(target, "Bound", "Succeeded");
        var restore = new PartnerRestore(target, PartnerCase.Namespace, one.TargetNamespace, one.IsCopy);
        await product.RestoreAsync(archive, restore, token).ConfigureAwait(false);

        return Judge(one, snapshots, frozen, target, writes);
    }

    private static void Note(List<ApiWrite> writes, ApiWrite write)
    {
        lock (writes)
            writes.Add(write);
    }

    private static ScenarioVerdict Judge(
        PartnerCase one,
        IReadOnlyList<SeenSnapshot> snapshots,
        IReadOnlyList<ResourceId> frozen,
        TestCluster cluster,
        IReadOnlyList<ApiWrite> writes
    )
    {
        var target = new RehearsalTarget
        {
            StorageClasses = [new RehearsalClass(TestMachine.StorageClass)],
            DefaultClass = TestMachine.StorageClass,
            Existing = [.. one.Existing.Select(RehearsalStep.Apply)],
        };
        var steps = WrittenSteps.Of(writes);
        var machines = writes.Select(write => write.Id).Where(id => id.Kind == Kinds.VirtualMachine).Distinct();
        var report = RestoreRehearsal.Play(steps, target);
        var starting = RestoreRehearsal.Play([.. steps, .. WrittenSteps.Start(machines)], target);
        var run = new PartnerRun(one, snapshots, frozen, cluster, writes, report, starting);

        var breaches = new List<ContractBreach>();
        foreach (var law in one.Laws)
        {
            var found = law.Check(run, CancellationToken.None).GetAwaiter().GetResult();
            if (found is not null)
                breaches.Add(new ContractBreach(law.Name, found, law.Remedy));
        }

        var outcome = breaches.Count == 0 ? ScenarioOutcome.Passed : ScenarioOutcome.Failed;
        return new ScenarioVerdict(one.Scenario, outcome, breaches, "");
    }
}
