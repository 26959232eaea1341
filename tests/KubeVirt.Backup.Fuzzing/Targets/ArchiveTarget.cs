using System.Text;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Archives. No chance finds a checksum, so that the headers of most inputs get those that they should have.</summary>
internal sealed class ArchiveTarget : FuzzTarget
{
    private const int Block = 512;
    private const int Checksum = 148;
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"ns"}}""";
    private const string Class = """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"c"}}""";

    private static readonly ManifestOptions Options = new()
    {
        ArchiveLimits = new ArchiveLimits
        {
            MaxBytes = 1 << 20,
            MaxEntryBytes = 1 << 16,
            MaxEntries = 100,
        },
    };

    public override string Name => "archive";

    public override string Meaning => "r and an archive, or a tar behind m, or behind z to be compressed";

    public override IEnumerable<byte[]> Seeds =>
        from archive in Archives()
        from form in "rmz"
        select (byte[])[(byte)form, .. archive];

    public override IEnumerable<string> Words =>
        [
            "resources/",
            "/namespaces/ns/",
            "/cluster/",
            ".json",
            "metadata/version",
            "1.1.0",
            "../",
            "ustar\0",
            "\x1f\x8b\x08",
        ];

    public override long AllocatedPerByte => 64 << 10;

    protected override void TryInput(byte[] input)
    {
        if (input.Length == 0)
            return;

        var archive = Make((char)input[0], input[1..]);
        try
        {
            var set = Read(archive);
            ManifestPromises.Check(set);
            CheckWritten(set);
        }
        catch (ArchiveException e)
        {
            Promise.That(e.Message.All(PrintableText.IsPrintable), $"the message does not print: {e.Message}");
        }
    }

    private static byte[] Make(char form, byte[] tar) =>
        form switch
        {
            'm' => Mend(tar),
            'z' => Tar.GZip(Mend(tar)),
            _ => tar,
        };

    /// <summary>Gives each header the sum of its bytes.</summary>
    private static byte[] Mend(byte[] tar)
    {
        for (var at = 0; at + Block <= tar.Length; at += Block)
        {
            var header = tar.AsSpan(at, Block);
            if (!header[257..].StartsWith("ustar"u8))
                continue;

            "        "u8.CopyTo(header[Checksum..]);
            var sum = 0;
            foreach (var b in header)
                sum += b;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[Checksum..]);
        }

        return tar;
    }

    private static ManifestSet Read(byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        return Waiting.For(VeleroArchive.ReadAsync(stream, "input", Options));
    }

    /// <summary>What was read is written, and read back.</summary>
    private static void CheckWritten(ManifestSet set)
    {
        using var stream = new MemoryStream();
        try
        {
            Waiting.For(VeleroArchive.WriteAsync(set.Resources, stream));
        }
        catch (ArgumentException)
        {
            // Two kinds can have one plural.
            return;
        }

        var again = Read(stream.ToArray());
        var before = set.Resources.OrderBy(resource => resource.Id).ToList();
        var after = again.Resources.OrderBy(resource => resource.Id).ToList();
        var findings = string.Join("; ", again.Findings.Select(finding => finding.Message));

        Promise.That(findings.Length == 0, $"written again: {findings}");
        Promise.Same(string.Join(", ", before), string.Join(", ", after), "written again");
    }

    private static IEnumerable<byte[]> Archives()
    {
        const string Path = "resources/pods/namespaces/ns/a.json";
        yield return New().File(Path, Pod).File("resources/pods/v1-preferredversion/namespaces/ns/a.json", Pod).End();
        yield return New().File("resources/storageclasses.storage.k8s.io/cluster/c.json", Class).End();
        yield return New().Pax(("path", Path), ("mtime", "1.5")).File("a", Pod).End();
        yield return New().Entry("././@LongLink", Encoding.UTF8.GetBytes(Path), 'L').File("a", Pod).End();
        yield return New().Gnu(Path, Pod).End();
        yield return New().Entry("kubevirt-backup/backup.json", "{}"u8.ToArray()).File(Path, "{}").End();
    }

    private static Tar New() => new Tar().File("metadata/version", "1.1.0");
}
