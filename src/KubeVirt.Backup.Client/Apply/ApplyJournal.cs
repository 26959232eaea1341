using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// A file in which a restore writes down what it is about to create and what it has created. Opened again after a
/// crash, it lets the same restore go on: what it created itself is known from what was there before. It holds ids and
/// UIDs, no contents.
/// </summary>
/// <remarks>
/// Safe for use from several threads. Each line is on the disk before the work goes on. One process has it open at a
/// time: another one is refused, except on a network file system that knows no locks.
/// </remarks>
/// <example>
/// <code language="csharp">
/// using var journal = ApplyJournal.Open("restore.journal", result);
/// var options = new ApplyOptions { Journal = journal };
/// var report = await new ClusterTarget(client).ApplyAsync(result, options, cancellationToken);
/// Console.WriteLine(report);
/// </code>
/// </example>
public sealed class ApplyJournal : IDisposable
{
    private const string Header = "kubevirt-backup-journal 1 ";

    private readonly FileStream _file;
    private readonly Lock _lock = new();

    /// <summary>Every object that the restore began to create, with its UID once it was created.</summary>
    private readonly ConcurrentDictionary<ResourceId, string?> _entries = new();

    /// <summary>Stands for the restore in what it marks, the same each time that the journal is opened.</summary>
    private string? _restoreId;

    private ApplyJournal(FileStream file) => _file = file;

    /// <summary>Stands for the restore in the mark of what it creates.</summary>
    internal string RestoreId => _restoreId!;

    /// <summary>Opens the journal of a restore, or begins it.</summary>
    /// <param name="path">The file. Only its owner may read it.</param>
    /// <param name="restore">
    /// The restore. The journal belongs to it, by the content of its objects: another one needs another journal.
    /// </param>
    /// <returns>The journal, to be disposed of when the restore is written.</returns>
    /// <exception cref="IOException">
    /// The file is the journal of another restore, or no journal, cannot be read or written, or another process has it
    /// open.
    /// </exception>
    public static ApplyJournal Open(string path, RestoreResult restore)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(restore);
        var header = Header + Fingerprint(restore);
        var file = OpenAlone(path);
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

    /// <summary>
    /// Opens a file, which is created where it is absent, for this process alone: two that write one journal would
    /// overwrite each other's lines.
    /// </summary>
    /// <remarks>
    /// On Linux .NET takes an exclusive flock for a file that is shared with nobody, and a shared one otherwise, which
    /// any number of writers can hold. Source: dotnet/runtime SafeFileHandle.Unix.cs, Init.
    /// </remarks>
    private static FileStream OpenAlone(string path)
    {
        try
        {
            if (!File.Exists(path))
                OwnerOnly.CreateFile(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster, and may have it open now.
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException(
                $"{path} cannot be opened for this restore alone: {e.Message} One process at a time writes a journal. "
                    + "Wait until the other one has ended.",
                e
            );
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Whether this restore began to create an object.</summary>
    internal bool HasBegun(ResourceId id) => _entries.ContainsKey(id);

    /// <summary>The UID of an object that this restore created, or <see langword="null"/>.</summary>
    internal string? CreatedUid(ResourceId id) => _entries.GetValueOrDefault(id);

    /// <summary>Writes down that an object is about to be created.</summary>
    internal void Begin(ResourceId id)
    {
        if (_entries.TryAdd(id, null))
            Write($"begin {id}");
    }

    /// <summary>Writes down that an object was created.</summary>
    internal void Created(ResourceId id, string uid)
    {
        _entries[id] = uid;
        Write($"created {id} {uid}");
    }

    /// <summary>Reads the entries of the earlier run, and goes on behind the last whole one.</summary>
    /// <exception cref="IOException">The file is no journal of this restore.</exception>
    private ApplyJournal Read(string path, string header)
    {
        using var reader = new StreamReader(_file, leaveOpen: true);
        var text = reader.ReadToEnd();
        // A line that a crash cut short has no end, and counts as not written.
        var lines = text.Split('\n')[..^1];
        if (lines.Length == 0 && IsPartOfHeader(text))
            return BeginAgain(header);

        if (lines is not [var first, .. var entries] || !first.StartsWith(Header, StringComparison.Ordinal))
            throw new IOException($"{path} is no journal of a restore. Name another file.");
        if (first != header)
        {
            throw new IOException(
                $"{path} is the journal of another restore. "
                    + "Name another file, or restore the same objects with the same options."
            );
        }

        foreach (var (i, entry) in entries.Index())
        {
            if (!TryAdd(entry))
                throw Damaged(path, i + 2);
        }

        if (_restoreId is null && entries.Length > 0)
            throw Damaged(path, 2);

        _file.SetLength(lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1));
        if (_restoreId is null)
            BeginRestore();

        return this;
    }

    /// <summary>
    /// A line is no entry. Without it nothing is lost: what the restore created bears its mark, as long as the journal
    /// holds the restore's id.
    /// </summary>
    private IOException Damaged(string path, int line)
    {
        var remedy = _restoreId is null
            ? $"Put back 'restore ID' as line 2: the ID stands behind the point in the annotation {RestoreMark.AnnotationKey} "
                + "of any object that the restore created."
            : "Remove the line: what the restore created is known by its annotation "
                + $"{RestoreMark.AnnotationKey}, too.";
        return new IOException(
            $"{path} is damaged: line {line} is no entry of a journal. Keep a copy of the file. {remedy}"
        );
    }

    /// <summary>
    /// Takes over a line of the form <c>restore ID</c>, <c>begin ID</c> or <c>created ID UID</c>.
    /// </summary>
    private bool TryAdd(string entry)
    {
        var parts = entry.Split(' ');
        if (parts is ["restore", { Length: > 0 } restore])
        {
            _restoreId = restore;
            return true;
        }

        if (parts is not (["begin", _] or ["created", _, _]) || !ResourceId.TryParse(parts[1], out var id))
            return false;

        _entries[id] = parts is [_, _, var uid] ? uid : null;
        return true;
    }

    /// <summary>Whether a crash came before the first line was whole.</summary>
    private static bool IsPartOfHeader(string text) =>
        Header.StartsWith(text, StringComparison.Ordinal) || text.StartsWith(Header, StringComparison.Ordinal);

    /// <summary>Begins as if there were no file: nothing is created before the first line is whole.</summary>
    private ApplyJournal BeginAgain(string header)
    {
        _file.SetLength(0);
        Begin(header);
        return this;
    }

    /// <summary>Writes the first lines: whose journal it is, and the restore's id.</summary>
    private void Begin(string header)
    {
        Write(header);
        BeginRestore();
    }

    /// <summary>Gives the restore its id, where a crash came before that.</summary>
    private void BeginRestore()
    {
        _restoreId = RestoreMark.NewRun();
        Write($"restore {_restoreId}");
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(flushToDisk: true);
        }
    }

    /// <summary>A hash over the ids and the content of all objects, in their order.</summary>
    internal static string Fingerprint(RestoreResult restore)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var resource in restore.Resources)
        {
            // With the length, so that no two restores give the same bytes.
            var title = string.Create(CultureInfo.InvariantCulture, $"{resource.Id} {resource.Json.Length}\n");
            hash.AppendData(Encoding.UTF8.GetBytes(title));
            hash.AppendData(resource.Json.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
