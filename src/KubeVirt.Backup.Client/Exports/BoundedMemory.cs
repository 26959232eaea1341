namespace KubeVirt.Backup.Client.Exports;

/// <summary>Memory that takes so many bytes and no more.</summary>
internal sealed class BoundedMemory(Func<Exception> tooMuch, int most) : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count) => base.Write(buffer, offset, Within(count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Within(buffer.Length);
        base.Write(buffer);
    }

    private int Within(int count) => Position + count <= most ? count : throw tooMuch();
}
