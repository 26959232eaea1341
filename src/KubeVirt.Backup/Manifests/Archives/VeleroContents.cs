using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>Gathers the objects of an archive, each once, whatever order the entries come in.</summary>
internal sealed class VeleroContents(string archive)
{
    private readonly HashSet<string> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<VeleroPath, Copy> _objects = [];
    private readonly List<Finding> _findings = [];
    private bool _isBackup;

    /// <summary>What is odd about the layout, in the order of the archive.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>One entry of each object, in the order of their first entries.</summary>
    public IEnumerable<(VeleroPath Path, byte[] Content)> Objects =>
        _objects.Values.Select(copy => (copy.Path, copy.Content));

    /// <summary>Notes the next entry; returns whether its content is wanted.</summary>
    /// <exception cref="ArchiveException">There was an entry of that name before.</exception>
    public bool Begin(string entry)
    {
        if (!_entries.Add(entry))
            throw new ArchiveException(
                $"{archive}: the entry {ArchiveText.Quote(entry)} is in it twice. {ArchiveText.DoNotTrust}"
            );
        var isVeleros =
            entry == VeleroPath.VersionFile || entry.StartsWith(VeleroPath.Resources, StringComparison.Ordinal);
        _isBackup |= isVeleros;
        return isVeleros;
    }

    /// <exception cref="ArchiveException">There was nothing of velero's in it.</exception>
    public void ThrowIfNoBackup()
    {
        if (!_isBackup)
            throw new ArchiveException(
                $"{archive}: it is no backup archive of velero: it has neither {VeleroPath.VersionFile} nor {VeleroPath.Resources}. Name one that has."
            );
    }

    /// <exception cref="ArchiveException">The entry tells a format version that cannot be read.</exception>
    public void Add(string entry, byte[] content)
    {
        if (entry == VeleroPath.VersionFile)
            VeleroVersion.Check(content, archive);
        else if (VeleroPath.Parse(entry) is { } path)
            Add(path, content);
        else
            Warn(
                FindingIds.MisplacedEntry,
                $"{archive}: {ArchiveText.Quote(entry)} stands where velero keeps no object, and is not read. Move it to where its kind belongs, or remove it."
            );
    }

    private void Add(VeleroPath path, byte[] content)
    {
        ref var copy = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _objects,
            path with
            {
                Version = null,
            },
            out var exists
        );
        if (!exists)
        {
            copy = new Copy(path, content);
            return;
        }

        var (kept, other) = IsBetter(path, copy.Path)
            ? (new Copy(path, content), copy)
            : (copy, new Copy(path, content));
        copy = kept;
        // Another API version is another spelling of the object; the preferred one is meant to be the very same.
        if (other.Path.Rank < 2 && !kept.Content.AsSpan().SequenceEqual(other.Content))
            Warn(
                FindingIds.DuplicateResource,
                $"{archive}: {ArchiveText.Quote(other.Path.ToString())} differs from {ArchiveText.Quote(kept.Path.ToString())}, which is read, as velero restores it. Check which one is right."
            );
    }

    private static bool IsBetter(VeleroPath path, VeleroPath than) =>
        path.Rank != than.Rank ? path.Rank < than.Rank : string.CompareOrdinal(path.Version, than.Version) < 0;

    private void Warn(string id, string message) =>
        _findings.Add(new Finding(id, FindingSeverity.Warning, null, null, message));

    private readonly record struct Copy(VeleroPath Path, byte[] Content);
}
