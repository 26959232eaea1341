namespace KubeVirt.Backup.Client.Exports;

/// <summary>A stream in memory that fails where more than a number of bytes is written to it.</summary>
/// <param name="tooMuch">Creates the exception that is thrown then.</param>
/// <param name="most">The number of bytes.</param>
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
