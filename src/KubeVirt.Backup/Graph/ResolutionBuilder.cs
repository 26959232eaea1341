using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Finds what stretches of objects refer to, without touching what is shared, so that stretches are resolved side by
/// side. Its room serves one stretch after the other.
/// </summary>
internal sealed class ResolutionBuilder(ResolverSet resolvers, IdTable known)
{
    private readonly ReferenceCollector _collector = new();
    private readonly List<Link> _links = [];
    private readonly IdTable _unknown = new();
    private readonly List<PendingReference> _pending = [];
    private readonly Causes _causes = new();
    private readonly List<Finding> _findings = [];

    /// <summary>Resolves objects; what comes out is in their order, however many processors there are.</summary>
    public static IReadOnlyList<Resolution> Resolve(
        ResolverSet resolvers,
        List<(int Node, Resource Resource)> objects,
        IdTable known,
        CancellationToken cancellationToken
    ) =>
        Stretches.Map(
            objects.Count,
            () => new ResolutionBuilder(resolvers, known),
            (builder, from, to) => builder.Build(CollectionsMarshal.AsSpan(objects)[from..to], cancellationToken),
            cancellationToken
        );

    private Resolution Build(ReadOnlySpan<(int Node, Resource Resource)> objects, CancellationToken cancellationToken)
    {
        Clear();
        foreach (var (node, resource) in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _collector.Clear();
            foreach (var resolver in resolvers.Of(resource.Id.Kind))
                Ask(resolver, resource);
            _findings.AddRange(_collector.Findings);
            foreach (ref readonly var reference in _collector.Found)
                Add(node, reference);
        }

        return new Resolution([.. _links], [.. _unknown.All], [.. _pending], _causes.ToArray(), [.. _findings]);
    }

    private void Clear()
    {
        _links.Clear();
        _unknown.Clear();
        _pending.Clear();
        _causes.Clear();
        _findings.Clear();
    }

    private void Ask(IResourceResolver resolver, Resource resource)
    {
        try
        {
            resolver.Resolve(resource, _collector);
        }
#pragma warning disable CA1031 // A resolver may be a user's own: its fault is reported beside the objects and ends nobody's backup.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _collector.Report(
                new Finding(
                    FindingIds.ResolverFailed,
                    FindingSeverity.Error,
                    resource.Id,
                    null,
                    $"The resolver {resolver.GetType().Name} failed with {e.GetType().Name}: {e.Message}. References of this object may be missing from the graph."
                )
            );
        }
    }

    private void Add(int from, in Reference reference)
    {
        var cause = _causes.Add(reference);
        if (reference.Target.Mode != TargetMode.Name)
        {
            _pending.Add(new PendingReference(from, cause));
            return;
        }

        var id = reference.Target.Id;
        var to = known.Find(id);
        if (to < 0)
            to = ~_unknown.Add(id);
        _links.Add(new Link(from, to, cause));
    }
}
