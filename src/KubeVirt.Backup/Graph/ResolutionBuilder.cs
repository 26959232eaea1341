using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>
/// Finds what a chunk of objects refers to. It only reads what other chunks read as well, so that many are resolved at
/// the same time. One builder works on one chunk after the other and keeps its buffers.
/// </summary>
/// <param name="resolvers">Which references to follow.</param>
/// <param name="known">The nodes that the graph has already. Nothing is added to it meanwhile.</param>
internal sealed class ResolutionBuilder(ResolverSet resolvers, IdTable known)
{
    private readonly ReferenceCollector _collector = new();
    private readonly List<Link> _links = [];
    private readonly IdTable _unknown = new();
    private readonly List<PendingReference> _pending = [];
    private readonly ReferenceTable _references = new();
    private readonly List<Finding> _findings = [];

    /// <summary>Resolves objects. The result is in their order, whatever the number of processors.</summary>
    public static IReadOnlyList<Resolution> Resolve(
        ResolverSet resolvers,
        List<(int Node, Resource Resource)> objects,
        IdTable known,
        CancellationToken cancellationToken
    ) =>
        ParallelChunks.Map(
            objects.Count,
            () => new ResolutionBuilder(resolvers, known),
            (builder, from, to) => builder.Build(CollectionsMarshal.AsSpan(objects)[from..to], cancellationToken),
            cancellationToken
        );

    /// <summary>What the objects of one chunk refer to, in their order.</summary>
    private Resolution Build(ReadOnlySpan<(int Node, Resource Resource)> objects, CancellationToken cancellationToken)
    {
        Clear();

        foreach (var (node, resource) in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();

            _collector.Clear();
            foreach (var resolver in resolvers.SpanFor(resource.Id.Kind))
                Run(resolver, resource);

            _findings.AddRange(_collector.Findings);
            foreach (ref readonly var reference in _collector.Span)
                Add(node, reference);
        }

        return new Resolution([.. _links], [.. _unknown.All], [.. _pending], _references.ToArray(), [.. _findings]);
    }

    private void Clear()
    {
        _links.Clear();
        _unknown.Clear();
        _pending.Clear();
        _references.Clear();
        _findings.Clear();
    }

    /// <summary>
    /// Runs one resolver. A resolver may be a user's own, so an exception of it does not end the backup.
    /// </summary>
    private void Run(IResourceResolver resolver, Resource resource)
    {
        try
        {
            resolver.Resolve(resource, _collector);
        }
#pragma warning disable CA1031 // It is reported as a finding about the object.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The words of an exception can quote what the resolver looked at.
            var words = resource.Id.Kind == Kinds.Secret ? "" : $": {e.Message}";
            var message =
                $"The resolver {resolver.GetType().Name} failed with {e.GetType().Name}{words}. "
                + "References of this object may be missing from the graph. Correct the resolver.";
            _collector.Report(
                new Finding(FindingIds.ResolverFailed, FindingSeverity.Error, resource.Id, null, message)
            );
        }
    }

    /// <summary>Adds a reference: as an edge if its target is named, else as one that waits for an answer.</summary>
    private void Add(int from, in Reference reference)
    {
        var number = _references.Add(reference);
        if (reference.Target.Mode != TargetMode.Name)
        {
            _pending.Add(new PendingReference(from, number));
            return;
        }

        var id = reference.Target.Id;
        var to = known.Find(id);
        if (to < 0)
            to = ~_unknown.Add(id);
        _links.Add(new Link(from, to, number));
    }
}
