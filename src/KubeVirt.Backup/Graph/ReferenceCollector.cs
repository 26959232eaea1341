using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>Takes what resolvers find. Not safe to share between threads.</summary>
public sealed class ReferenceCollector
{
    private readonly List<Reference> _references = [];
    private readonly List<Finding> _findings = [];

    /// <summary>What was added, in order.</summary>
    public IReadOnlyList<Reference> References => _references;

    /// <summary>What was reported, in order.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The same without copies.</summary>
    internal ReadOnlySpan<Reference> Found => CollectionsMarshal.AsSpan(_references);

    /// <summary>Buffers that table resolvers share.</summary>
    internal PathScanner Scanner { get; } = new();

    /// <summary>Adds a reference.</summary>
    /// <exception cref="ArgumentException">Its target names nothing.</exception>
    public void Add(in Reference reference)
    {
        if (reference.Target.Id.IsDefault)
            throw new ArgumentException("The target of the reference names nothing.", nameof(reference));
        _references.Add(reference);
    }

    /// <summary>Reports something odd about the object.</summary>
    public void Report(Finding finding) => _findings.Add(finding);

    /// <summary>
    /// Forgets what was added and reported, and keeps the room for it: one collector serves any number of objects, one
    /// after the other.
    /// </summary>
    public void Clear()
    {
        _references.Clear();
        _findings.Clear();
    }
}
