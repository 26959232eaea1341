using System.Security.Cryptography;
using System.Text;
using KubeVirt.Backup.Comparing;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Rollback;

/// <summary>Plans rollbacks. Pure: nothing is read from a cluster or written to one.</summary>
/// <example>
/// <code language="csharp">
/// var machine = ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db");
/// ResourceGraph archive = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
/// RollbackPlan rollback = RollbackPlanner.Plan(archive, graph, machine);
/// Console.WriteLine(rollback.ToText());
/// </code>
/// </example>
public static class RollbackPlanner
{
    /// <summary>Plans the rollback of a machine.</summary>
    /// <param name="archive">What was backed up.</param>
    /// <param name="now">
    /// What is there now: the machine with all that it needs, and the other machines of its namespace, which may use its
    /// claims.
    /// </param>
    /// <param name="machine">The VirtualMachine.</param>
    /// <param name="options">What is taken back. Default: the data of all disks, by swaps.</param>
    /// <returns>The plan. Where one of its findings is an error, it has no steps.</returns>
    public static RollbackPlan Plan(
        ResourceGraph archive,
        ResourceGraph now,
        ResourceId machine,
        RollbackOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(now);
        options ??= new RollbackOptions();
        if (options.Scope == RollbackScope.Unspecified)
            options = options with { Scope = RollbackScope.Disks };

        return RollbackChecks.FindAbsent(archive, now, machine) is { } absent
            ? new RollbackPlan
            {
                Id = "",
                Machine = machine,
                Scope = options.Scope,
                Findings = [absent],
            }
            : PlanBoth(archive, now, machine, options);
    }

    /// <summary>The plan for a machine that is in the archive and there now.</summary>
    private static RollbackPlan PlanBoth(
        ResourceGraph archive,
        ResourceGraph now,
        ResourceId machine,
        RollbackOptions options
    )
    {
        var (archived, current) = (archive.FindResource(machine)!, now.FindResource(machine)!);
        var id = IdOf(archived, current, options);
        var isDefinitionAlone = options.Scope == RollbackScope.Definition;
        var disks = isDefinitionAlone ? null : new RollbackDisks(archive, now, machine, id, options);
        var chosen = disks?.Chosen ?? [];
        var draft = new RollbackDraft(archived, current, chosen, options.Scope);
        Finding[] findings =
        [
            .. disks?.Findings ?? [],
            .. RollbackChecks.Find(now, current, chosen),
            .. draft.Findings,
            .. RollbackChecks.FindVolumes(now, current, draft.After),
        ];
        var plan = new RollbackPlan
        {
            Id = id,
            Machine = machine,
            MachineUid = ResourceMetadata.Uid(current),
            Scope = options.Scope,
            Differences = GraphComparison.Between(archive.Subgraph(machine), now.Subgraph(machine)),
            Disks = chosen,
            Before = current,
            Findings = [.. findings.Order()],
        };

        return plan.HasErrors ? plan : Complete(plan, draft, now);
    }

    private static RollbackPlan Complete(RollbackPlan plan, RollbackDraft draft, ResourceGraph now)
    {
        var created = RollbackObjects.Of(plan, now).ToList();

        return plan with
        {
            After = draft.After,
            Created = created,
            Steps = [.. RollbackSteps.Of(plan, created)],
        };
    }

    /// <summary>
    /// Another archive, other claims or another choice is another rollback; the same again is the same, so that one that was
    /// killed goes on.
    /// </summary>
    private static string IdOf(Resource archived, Resource current, RollbackOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(archived.Json.Span);
        hash.AppendData(
            Encoding.UTF8.GetBytes($"\n{ResourceMetadata.Uid(current)}\n{options.Scope} {options.Method}\n")
        );
        hash.AppendData(Encoding.UTF8.GetBytes($"{options.Disks}\n"));
        foreach (var volume in NamedVolume.In(current, "/spec/template/spec/volumes"))
            hash.AppendData(Encoding.UTF8.GetBytes($"{volume.Name} {volume.Claim}\n"));

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }
}
