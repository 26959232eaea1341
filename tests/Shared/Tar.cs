using System.IO.Compression;
using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>A tar made byte by byte, so that it can be wrong in any way.</summary>
internal sealed class Tar
{
    private readonly List<byte> _bytes = [];

    /// <summary>An entry as Go's archive/tar writes it for velero: ustar, mode 0755.</summary>
    public Tar File(string name, string content) => Entry(name, Encoding.UTF8.GetBytes(content));

    public Tar Entry(string name, byte[] content, char type = '0', long? size = null) =>
        Entry(Encoding.UTF8.GetBytes(name), content, type, size);

    public Tar Entry(byte[] name, byte[] content, char type = '0', long? size = null)
    {
        _bytes.AddRange(Header(name, size ?? content.Length, type));
        return Raw(content).Raw(new byte[(512 - (content.Length % 512)) % 512]);
    }

    /// <summary>
    /// An entry as GNU tar writes it, with a time of access where POSIX has the first part of a long name.
    /// </summary>
    public Tar Gnu(string name, string content)
    {
        _bytes.AddRange(Header(Encoding.UTF8.GetBytes(name), content.Length, '0', "ustar  \0", "14717000000\0"));
        return Raw([.. Encoding.UTF8.GetBytes(content), .. new byte[(512 - (content.Length % 512)) % 512]]);
    }

    /// <summary>
    /// An extended header in the manner of pax, which is what Go writes before a name of more than 100 bytes that
    /// cannot be split.
    /// </summary>
    public Tar Pax(params (string Key, string Value)[] records) =>
        Entry("PaxHeaders.0/x", Encoding.UTF8.GetBytes(string.Concat(records.Select(Record))), 'x');

    public Tar Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] End() => Raw(new byte[1024])._bytes.ToArray();

    public byte[] Cut() => _bytes.ToArray();

    public byte[] GZip() => GZip(End());

    public static byte[] GZip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return result.ToArray();
    }

    private static string Record((string Key, string Value) record)
    {
        var rest = $" {record.Key}={record.Value}\n";
        var length = Encoding.UTF8.GetByteCount(rest);
        var digits = $"{length}".Length;
        return $"{length + $"{length + digits}".Length}{rest}";
    }

    private static byte[] Header(byte[] name, long size, char type, string magic = "ustar\0" + "00", string prefix = "")
    {
        var block = new byte[512];
        name.AsSpan(0, Math.Min(100, name.Length)).CopyTo(block);
        Put(100, "0000755\0");
        Put(108, "0000000\0");
        Put(116, "0000000\0");
        Put(124, Convert.ToString(size, 8).PadLeft(11, '0') + "\0");
        Put(136, "14717000000\0");
        Put(148, "        ");
        block[156] = (byte)type;
        Put(257, magic);
        Put(345, prefix);
        Put(148, Convert.ToString(block.Sum(value => value), 8).PadLeft(6, '0') + "\0 ");
        return block;

        void Put(int at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(block, at);
    }
}
