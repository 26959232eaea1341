using System.Text.Json;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>Whether the machines of a plan are still those that it was made for.</summary>
/// <remarks>
/// Source: Kubernetes apimachinery ObjectMeta: a generation counts the changes of a spec, and a UID is never used twice.
/// What changes in a status does not matter here; guests are compared when they are frozen.
/// </remarks>
internal static class OutdatedPlan
{
    /// <summary>A finding for each machine that is gone, is another one, or changed.</summary>
    /// <param name="source">Where the objects come from; asked anew.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<IReadOnlyList<Finding>> FindAsync(
        IResourceSource source,
        BackupPlan plan,
        CancellationToken cancellationToken
    )
    {
        var machines = plan
            .Machines.Select(machine => machine.Id)
            .Where(id => id.Kind == Kinds.VirtualMachine)
            .ToList();
        if (machines.Count == 0)
            return [];

        var wave = machines
            .GroupBy(id => id.Namespace)
            .Select(group => new ResourceQuery(Kinds.VirtualMachine, group.Key)
            {
                Names = [.. group.Select(id => id.Name)],
            });
        var answer = await source.FetchAsync([.. wave], cancellationToken).ConfigureAwait(false);
        var now = answer.Resources.DistinctBy(resource => resource.Id).ToDictionary(resource => resource.Id);

        // What could not be read is said by the source itself.
        return
        [
            .. answer.Findings,
            .. machines
                .Select(id => Compare(plan.Graph.FindResource(id)!, now.GetValueOrDefault(id), answer))
                .OfType<Finding>(),
        ];
    }

    private static Finding? Compare(Resource planned, Resource? now, ResourceAnswer answer)
    {
        if (now is null)
            return answer.NotRead.Count > 0 ? null : Outdated(planned, null, "is gone");
        if (planned.StringAt("/metadata/uid") != now.StringAt("/metadata/uid"))
            return Outdated(planned, "/metadata/uid", "was deleted, and there is another one of its name");

        return GenerationOf(planned) == GenerationOf(now)
            ? null
            : Outdated(planned, "/metadata/generation", "was changed");
    }

    private static string? GenerationOf(Resource resource) =>
        resource.At("/metadata/generation") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : null;

    private static Finding Outdated(Resource machine, string? path, string what) =>
        new(
            FindingIds.PlanOutdated,
            FindingSeverity.Error,
            machine.Id,
            path,
            $"The machine {what} since the plan was made, so the plan may lack what it needs now. Nothing was frozen and "
                + "nothing written. Make a new plan and run the session on that."
        );
}
