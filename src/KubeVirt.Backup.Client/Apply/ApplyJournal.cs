using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// A file that notes what a restore is about to create and what it has created. Opened again after a crash, it lets the
/// same restore go on: what it created itself is told from what was there before. It holds ids and UIDs, no contents.
/// </summary>
public sealed class ApplyJournal : IDisposable
{
    private const string Header = "kubevirt-backup-journal 1 ";

    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ResourceId, string?> _entries = new();

    private ApplyJournal(FileStream file) => _file = file;

    /// <summary>Opens the journal of a restore, or begins it.</summary>
    /// <param name="path">The file. Only its owner may read it.</param>
    /// <param name="restore">The restore; another one has another journal.</param>
    /// <exception cref="IOException">
    /// The file is the journal of another restore, or no journal, or cannot be read or written.
    /// </exception>
    public static ApplyJournal Open(string path, RestoreResult restore)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(restore);
        var header = Header + Fingerprint(restore);
        if (!File.Exists(path))
        {
            var begun = new ApplyJournal(OwnerOnly.CreateFile(path));
            begun.Write(header);
            return begun;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            return new ApplyJournal(file).Read(path, header);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Whether this restore began to create an object.</summary>
    internal bool HasBegun(ResourceId id) => _entries.ContainsKey(id);

    /// <summary>The UID of an object that this restore created, or <see langword="null"/>.</summary>
    internal string? CreatedUid(ResourceId id) => _entries.GetValueOrDefault(id);

    internal void Begin(ResourceId id)
    {
        if (_entries.TryAdd(id, null))
            Write($"begin {id}");
    }

    internal void Created(ResourceId id, string uid)
    {
        _entries[id] = uid;
        Write($"created {id} {uid}");
    }

    private ApplyJournal Read(string path, string header)
    {
        using var reader = new StreamReader(_file, leaveOpen: true);
        // A line that a crash cut short has no end, and counts as not written.
        var text = reader.ReadToEnd();
        var lines = text.Split('\n')[..^1];
        if (
            lines.Length == 0
            && (Header.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(Header, StringComparison.Ordinal))
        )
            return BeginAnew(header);
        if (lines is not [var first, .. var entries] || !first.StartsWith(Header, StringComparison.Ordinal))
            throw new IOException($"{path} is no journal of a restore. Name another file.");
        if (first != header)
            throw new IOException(
                $"{path} is the journal of another restore. Name another file, or restore the same objects with the same options."
            );
        foreach (var (i, entry) in entries.Index())
        {
            var words = entry.Split(' ');
            if (words is not (["begin", _] or ["created", _, _]) || !ResourceId.TryParse(words[1], out var id))
                throw new IOException(
                    $"{path} is damaged: line {i + 2} is no entry of a journal. Take the line out, or name another file."
                );
            _entries[id] = words is [_, _, var uid] ? uid : null;
        }

        _file.SetLength(lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1));
        _file.Seek(0, SeekOrigin.End);
        return this;
    }

    /// <summary>A crash before the first line was whole left nothing behind, since nothing is created before.</summary>
    private ApplyJournal BeginAnew(string header)
    {
        _file.SetLength(0);
        Write(header);
        return this;
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(flushToDisk: true);
        }
    }

    private static string Fingerprint(RestoreResult restore)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var resource in restore.Resources)
        {
            hash.AppendData(
                Encoding.UTF8.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{resource.Id} {resource.Json.Length}\n")
                )
            );
            hash.AppendData(resource.Json.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
