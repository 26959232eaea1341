using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Graph;

/// <summary>Collects the references and findings of resolvers. Not safe to share between threads.</summary>
public sealed class ReferenceCollector
{
    private readonly List<Reference> _references = [];
    private readonly List<Finding> _findings = [];

    /// <summary>The references so far, in the order in which they were added.</summary>
    public IReadOnlyList<Reference> References => _references;

    /// <summary>The findings so far, in the order in which they were reported.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary><see cref="References"/> without a copy of each. Invalid after the next <see cref="Add"/>.</summary>
    internal ReadOnlySpan<Reference> Span => CollectionsMarshal.AsSpan(_references);

    /// <summary>The buffers that the table resolvers of one thread share.</summary>
    internal PathScanner Scanner { get; } = new();

    /// <summary>Adds a reference.</summary>
    /// <exception cref="ArgumentException">The reference has no target.</exception>
    public void Add(in Reference reference)
    {
        if (reference.Target.Id.IsDefault)
            throw new ArgumentException("The reference has no target.", nameof(reference));

        _references.Add(reference);
    }

    /// <summary>Reports something that is wrong with the object, such as a field of an unexpected type.</summary>
    public void Report(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);

        _findings.Add(finding);
    }

    /// <summary>
    /// Removes all references and findings and keeps the memory for the next ones, so that one collector serves many
    /// objects, one after the other.
    /// </summary>
    public void Clear()
    {
        _references.Clear();
        _findings.Clear();
    }
}
