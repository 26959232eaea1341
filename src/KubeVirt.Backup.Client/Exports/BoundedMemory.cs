namespace KubeVirt.Backup.Client.Exports;

/// <summary>A stream in memory that fails where more than a number of bytes is written to it.</summary>
/// <param name="tooMuch">Creates the exception that is thrown then.</param>
/// <param name="most">The number of bytes.</param>
internal sealed class BoundedMemory(Func<Exception> tooMuch, int most) : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        ThrowIfTooMuch(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ThrowIfTooMuch(buffer.Length);
        base.Write(buffer);
    }

    private void ThrowIfTooMuch(int count)
    {
        if (Position + count > most)
            throw tooMuch();
    }
}
