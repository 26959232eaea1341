using System.Runtime.InteropServices;
using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Collects the objects of an archive. Each object stands in an archive several times; one copy of each is kept, in
/// whatever order the entries come.
/// </summary>
/// <param name="archive">What messages call the archive.</param>
internal sealed class VeleroContents(string archive)
{
    private readonly HashSet<string> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<VeleroPath, Copy> _objects = [];
    private readonly List<Finding> _findings = [];
    private bool _isBackup;

    /// <summary>What is wrong with the layout, in the order of the archive.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>One copy of each object, in the order of their first entries.</summary>
    public IEnumerable<(VeleroPath Path, byte[] Content)> Objects =>
        _objects.Values.Select(copy => (copy.Path, copy.Content));

    /// <summary>Notes the next entry, and returns whether its content is needed.</summary>
    /// <exception cref="ArchiveException">There was an entry of that name before.</exception>
    public bool Begin(string entry)
    {
        if (!_entries.Add(entry))
        {
            throw new ArchiveException(
                $"{archive}: the entry {ArchiveText.Quote(entry)} is in the archive twice. {ArchiveText.DoNotTrust}"
            );
        }

        var isNeeded =
            entry == VeleroPath.VersionFile || entry.StartsWith(VeleroPath.Resources, StringComparison.Ordinal);
        _isBackup |= isNeeded;

        return isNeeded;
    }

    /// <exception cref="ArchiveException">No entry was one of a Velero backup.</exception>
    public void ThrowIfNoBackup()
    {
        if (_isBackup)
            return;

        throw new ArchiveException(
            $"{archive}: the file is no backup archive of Velero. "
                + $"It has neither {VeleroPath.VersionFile} nor {VeleroPath.Resources}. Name one that has."
        );
    }

    /// <summary>Adds the content of an entry.</summary>
    /// <exception cref="ArchiveException">The entry holds a format version that cannot be read.</exception>
    public void Add(string entry, byte[] content)
    {
        if (entry == VeleroPath.VersionFile)
        {
            VeleroVersion.Check(content, archive);
            return;
        }

        if (VeleroPath.Parse(entry) is { } path)
        {
            Add(path, content);
            return;
        }

        Warn(
            FindingIds.MisplacedEntry,
            $"{archive}: {ArchiveText.Quote(entry)} stands where Velero keeps no object, and is not read. "
                + "Move it to where its kind belongs, or remove it."
        );
    }

    /// <summary>
    /// Keeps the preferred copy of an object, and reports copies that should be the same and are not.
    /// </summary>
    private void Add(VeleroPath path, byte[] content)
    {
        var identity = path with { Version = null };
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_objects, identity, out var isKnown);
        var added = new Copy(path, content);
        if (!isKnown)
        {
            kept = added;
            return;
        }

        var other = added;
        if (IsPreferred(path, kept.Path))
        {
            other = kept;
            kept = added;
        }

        // A copy in another API version may be spelled otherwise. One in the preferred version must be the very same.
        var mustBeSame = other.Path.Rank < 2;
        if (mustBeSame && !kept.Content.AsSpan().SequenceEqual(other.Content))
        {
            Warn(
                FindingIds.DuplicateResource,
                $"{archive}: {ArchiveText.Quote(other.Path.ToString())} differs from "
                    + $"{ArchiveText.Quote(kept.Path.ToString())}, which is read, as Velero restores it. "
                    + "Check which one is right."
            );
        }
    }

    /// <summary>
    /// Whether a copy is read rather than another one. Of two versions, the one that comes first by its name.
    /// </summary>
    private static bool IsPreferred(VeleroPath path, VeleroPath other)
    {
        if (path.Rank != other.Rank)
            return path.Rank < other.Rank;

        return string.CompareOrdinal(path.Version, other.Version) < 0;
    }

    private void Warn(string id, string message) =>
        _findings.Add(new Finding(id, FindingSeverity.Warning, null, null, message));

    private readonly record struct Copy(VeleroPath Path, byte[] Content);
}
