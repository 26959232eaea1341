using System.Diagnostics;
using System.Text;
using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Writes a whole restore: namespaces that are missing, then set by set with the waits in between, then the owners, and
/// then it releases what was held, as far as the options say so.
/// </summary>
internal sealed class RestoreWriter(
    ClusterConnection connection,
    ClusterDiscovery discovery,
    ApplyOptions options,
    RestoreMark mark,
    TimeProvider time
)
{
    private readonly ObjectWriter _writer = new(connection, discovery, options.FieldManager, options.DryRun, mark);
    private readonly ReadinessCheck _readiness = new(connection, discovery, time);

    /// <summary>Writes the restore, or has the server check it in a dry run.</summary>
    /// <exception cref="ClusterException">The server failed before anything was written.</exception>
    public async Task<ApplyReport> WriteAsync(RestoreResult restore, CancellationToken cancellationToken)
    {
        if (options.CreatesNamespaces)
            restore = await WithNamespacesAsync(restore, cancellationToken).ConfigureAwait(false);

        var state = new ApplyState(options, restore);
        var needs = new RestoreNeeds(restore, options.Resolvers ?? BuiltInResolvers.Default);
        var kept = new KeptObjects(_writer, state, needs);
        var sets = new SetWriter(_writer, state, kept, needs, options, restore);
        foreach (var (index, set) in restore.Sets.Index())
            await WriteSetAsync(sets, state, set, index, cancellationToken).ConfigureAwait(false);

        if (!state.IsServerLost)
            await WarnOfEmptyStartsAsync(restore, state, needs, cancellationToken).ConfigureAwait(false);
        if (options.DryRun || !state.GoesOn)
            return state.ToReport();

        var owners = new OwnerRestorer(_writer, state, kept, restore);
        await owners.RestoreAsync(connection.ParallelObjects(cancellationToken)).ConfigureAwait(false);
        if (options.Releases && state.GoesOn)
            await ReleaseAsync(restore, state, needs, cancellationToken).ConfigureAwait(false);

        return state.ToReport();
    }

    /// <summary>Writes one set as an activity, and waits for what later sets need of it.</summary>
    private async Task WriteSetAsync(
        SetWriter sets,
        ApplyState state,
        IReadOnlyList<Resource> set,
        int index,
        CancellationToken cancellationToken
    )
    {
        async Task<Activity?> WriteAsync(Activity? activity)
        {
            activity?.SetTag(BackupTelemetry.Set, index).SetTag(BackupTelemetry.Objects, set.Count);
            await sets.WriteSetAsync(set, connection.ParallelObjects(cancellationToken)).ConfigureAwait(false);
            var isReady = true;
            if (options is { DryRun: false, Wait: { } wait } && state.GoesOn)
            {
                var waitedFor = set.Where(resource =>
                    Readiness.IsWaitedFor(resource.Id.Kind) && state.IsThere(resource)
                );
                var problems = await _readiness.WaitAsync(waitedFor, wait, cancellationToken).ConfigureAwait(false);
                isReady = problems.Count == 0;
                state.AddUnready(problems);
            }

            return activity?.SetStatus(isReady && state.GoesOn ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        }

        await Telemetry.TraceAsync(BackupTelemetry.ApplySet, WriteAsync).ConfigureAwait(false);
    }

    /// <summary>
    /// Reports what starts by itself, and not when it is released, although nothing shows that its claims hold data.
    /// </summary>
    private async Task WarnOfEmptyStartsAsync(
        RestoreResult restore,
        ApplyState state,
        RestoreNeeds needs,
        CancellationToken cancellationToken
    )
    {
        var filled = new FilledClaims(_writer, state, needs, options, restore);
        var starting = restore.Resources.Where(resource =>
            SelfStart.Has(resource) && state.IsWrittenOrAdopted(resource.Id)
        );
        foreach (
            var (resource, unfilled) in await UnfilledAsync(filled, starting, cancellationToken).ConfigureAwait(false)
        )
        {
            if (unfilled.Count > 0)
                state.Add(ApplyFindings.StartsEmpty(resource.Id, unfilled));
        }
    }

    /// <summary>Some objects, each with its claims of which nothing shows that they hold data.</summary>
    private Task<IReadOnlyList<(Resource Resource, IReadOnlyList<ResourceId> Claims)>> UnfilledAsync(
        FilledClaims filled,
        IEnumerable<Resource> users,
        CancellationToken cancellationToken
    ) =>
        SideBySide.SelectAsync(users, connection.ParallelObjects(cancellationToken), async (user, token) =>
            (user, await filled.UnfilledOfAsync(user, token).ConfigureAwait(false))
        );

    /// <summary>
    /// Releases what this restore wrote or took over, once all that it needs is ready and the data is there. What it
    /// kept is somebody else's, who may still fill its disks.
    /// </summary>
    private async Task ReleaseAsync(
        RestoreResult restore,
        ApplyState state,
        RestoreNeeds needs,
        CancellationToken cancellationToken
    )
    {
        // What was not ready in its own time is not waited for again: what needs it was not written.
        var expected = restore.Resources.Where(resource =>
            Readiness.IsKnown(resource.Id.Kind) && state.IsThere(resource) && !state.IsUnready(resource.Id)
        );
        var problems = await _readiness
            .WaitAsync(expected, options.Wait ?? new WaitOptions(), cancellationToken)
            .ConfigureAwait(false);
        state.AddUnready(problems);

        var held = restore
            .Resources.Where(resource => HeldRunState.IsHeld(resource) && state.IsWrittenOrAdopted(resource.Id))
            .ToLookup(resource => state.HasUnready && needs.Reaches(resource.Id, state.IsUnready));
        foreach (var resource in held[true])
            state.AddLack(ApplyFindings.NotReleasedYet(resource.Id));

        var filled = new FilledClaims(_writer, state, needs, options, restore);
        var released = new List<Resource>();
        foreach (
            var (resource, unfilled) in await UnfilledAsync(filled, held[false], cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (unfilled.Count > 0)
                state.AddLack(ApplyFindings.NotFilled(resource.Id, unfilled));
            else
                released.Add(resource);
        }

        var problemsOfRelease = await RunStateRelease
            .ReleaseAllAsync(connection, discovery, options.FieldManager, released, cancellationToken)
            .ConfigureAwait(false);
        state.AddProblems(problemsOfRelease);
    }

    /// <summary>
    /// The restore with the namespaces that it does not bring and the target lacks, as a set before all others. One
    /// that may not be read is taken to be there.
    /// </summary>
    private async Task<RestoreResult> WithNamespacesAsync(RestoreResult restore, CancellationToken cancellationToken)
    {
        var brought = restore.Resources.Select(resource => resource.Id).ToHashSet();
        var needed = restore
            .Resources.Select(resource => resource.Id.Namespace)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(name => new ResourceId(Kinds.Namespace, null, name))
            .Where(id => !brought.Contains(id));
        var looked = await SideBySide
            .SelectAsync(needed, connection.ParallelObjects(cancellationToken), async (id, token) =>
                (Id: id, IsAbsent: await _writer.IsAbsentAsync(id, "v1", token).ConfigureAwait(false))
            )
            .ConfigureAwait(false);
        List<Resource> absent = [.. looked.Where(found => found.IsAbsent).Select(found => NewNamespace(found.Id))];

        return absent.Count == 0 ? restore : restore with { Sets = [absent, .. restore.Sets] };
    }

    private static Resource NewNamespace(ResourceId id)
    {
        var json = $$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{id.Name}}}"}}""";
        return new Resource(id, "v1", Encoding.UTF8.GetBytes(json));
    }
}
