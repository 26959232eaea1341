using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>
/// A file in which a rollback keeps its plan and writes down which disks it has begun to fill and has filled. Opened again
/// after a crash, it lets the same rollback go on or be undone. It holds the definition of the machine, so only its owner
/// may read it.
/// </summary>
/// <remarks>Each line is on the disk before the work goes on. One process has it open at a time.</remarks>
public sealed class RollbackJournal : IDisposable
{
    private const string Header = "kubevirt-backup-rollback 1";

    private readonly FileStream _file;
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _filled = new(StringComparer.Ordinal);

    private RollbackJournal(FileStream file, RollbackPlan plan)
    {
        _file = file;
        Plan = plan;
    }

    /// <summary>The plan.</summary>
    public RollbackPlan Plan { get; }

    /// <summary>Whether data that is in use was begun to be overwritten, so that there is no way back.</summary>
    public bool HasOverwritten =>
        Plan.Disks.Any(disk => disk.Method == RollbackMethod.Refill && _begun.Contains(disk.Name));

    /// <summary>Begins the journal of a plan.</summary>
    /// <param name="path">The file, which must not exist.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="ArgumentException">The plan has errors, or was made to be looked at alone.</exception>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static RollbackJournal Begin(string path, RollbackPlan plan)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.HasErrors || plan.Before is null || plan.After is null)
            throw new ArgumentException("The plan has errors, so that nothing of it is done.", nameof(plan));

        OwnerOnly.CreateFile(path).Dispose();
        var journal = new RollbackJournal(OpenAlone(path), plan);
        journal.Write($"{Header}\n{RollbackDocument.Write(plan)}");

        return journal;
    }

    /// <summary>Opens the journal of a rollback that has not ended.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It is no such journal, cannot be read, or another process has it open.</exception>
    public static RollbackJournal Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = OpenAlone(path);
        try
        {
            return Read(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Whether a disk was filled on the claim of a UID: another claim of its name holds nothing.</summary>
    internal bool IsFilled(RollbackDisk disk, string uid) =>
        _filled.TryGetValue(disk.Name, out var filled) && filled == uid;

    internal void Begun(RollbackDisk disk)
    {
        if (_begun.Add(disk.Name))
            Write($"filling {disk.Name}");
    }

    internal void Filled(RollbackDisk disk, string uid)
    {
        _filled[disk.Name] = uid;
        Write($"filled {disk.Name} {uid}");
    }

    private static RollbackJournal Read(FileStream file, string path)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        // A line that a crash cut short has no end, and counts as not written.
        var lines = reader.ReadToEnd().Split('\n')[..^1];
        if (lines is not [Header, var plan, .. var entries])
            throw new IOException($"{path} is no journal of a rollback, or nothing was begun. Plan the rollback anew.");

        RollbackJournal journal;
        try
        {
            journal = new RollbackJournal(file, RollbackDocument.Read(plan));
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new IOException($"{path} is damaged: its plan cannot be read. Keep a copy of the file.", e);
        }

        foreach (var words in entries.Select(entry => entry.Split(' ')))
        {
            if (words is ["filling", var begun])
                journal._begun.Add(begun);
            else if (words is ["filled", var filled, var uid])
                journal._filled[filled] = uid;
            else
                throw new IOException($"{path} is damaged: '{words[0]}' is no entry. Keep a copy of the file.");
        }

        file.SetLength(lines.Sum(line => Encoding.UTF8.GetByteCount(line) + 1L));
        file.Seek(0, SeekOrigin.End);

        return journal;
    }

    private static FileStream OpenAlone(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private void Write(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }
}
