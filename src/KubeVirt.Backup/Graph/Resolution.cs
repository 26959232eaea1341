using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>What a stretch of objects refers to. Found without touching what is shared, so that stretches are resolved side by side.</summary>
internal sealed class Resolution
{
    private readonly ReferenceCollector _collector = new();
    private readonly IdTable _known;

    private Resolution(ResolverSet resolvers, ReadOnlySpan<(int Node, Resource Resource)> objects, IdTable known, CancellationToken cancellationToken)
    {
        Links = new(objects.Length * 4);
        _known = known;
        foreach (var (node, resource) in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _collector.Clear();
            foreach (var resolver in resolvers.Of(resource.Id.Kind))
                Ask(resolver, resource);
            Findings.AddRange(_collector.Findings);
            foreach (ref readonly var reference in _collector.Found)
                Add(node, reference);
        }
    }

    /// <summary>Edges to what was named. An end that is no known node is the complement of its place in <see cref="Unknown"/>.</summary>
    public List<Link> Links { get; }

    /// <summary>What was named and is no node yet, each once: many objects name the same namespace or class.</summary>
    public IdTable Unknown { get; } = new();

    /// <summary>References by label or owner.</summary>
    public List<PendingReference> Pending { get; } = [];

    /// <summary>What the edges' references say.</summary>
    public Causes Causes { get; } = new();

    /// <summary>What was reported.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Resolves objects; what comes out is in their order, however many processors there are.</summary>
    public static IReadOnlyList<Resolution> Of(ResolverSet resolvers, List<(int Node, Resource Resource)> objects, IdTable known, CancellationToken cancellationToken) =>
        Stretches.Map(objects.Count, (from, to) => new Resolution(resolvers, CollectionsMarshal.AsSpan(objects)[from..to], known, cancellationToken), cancellationToken);

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
            _collector.Report(new Finding(
                FindingIds.ResolverFailed, FindingSeverity.Error, resource.Id, null,
                $"The resolver {resolver.GetType().Name} failed with {e.GetType().Name}: {e.Message}. References of this object may be missing from the graph."));
        }
    }

    private void Add(int from, in Reference reference)
    {
        var cause = Causes.Add(reference);
        if (reference.Target.Mode != TargetMode.Name)
        {
            Pending.Add(new PendingReference(from, cause));
            return;
        }

        var id = reference.Target.Id;
        var to = _known.Find(id);
        if (to < 0)
            to = ~Unknown.Add(id);
        Links.Add(new Link(from, to, cause));
    }
}
