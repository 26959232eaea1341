namespace KubeVirt.Backup.Fuzzing;

/// <summary>Something that takes bytes of anybody, with the inputs to begin from and what an input may cost.</summary>
internal abstract class FuzzTarget
{
    // What types cost that are used for the first time, which depends on the inputs before.
    private const long Base = 64 << 20;

    /// <summary>What the command line and the folders of the corpus call it.</summary>
    public abstract string Name { get; }

    /// <summary>What the bytes of an input are.</summary>
    public abstract string Meaning { get; }

    /// <summary>Inputs that reach far.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Words that inputs are made of, which no chance would find.</summary>
    public virtual IEnumerable<string> Words => [];

    /// <summary>How long an input may be, in bytes.</summary>
    public virtual int MaxLength => 16 << 10;

    /// <summary>How many bytes may be allocated for each byte of an input.</summary>
    public virtual long AllocatedPerByte => 16 << 10;

    /// <summary>Tries an input.</summary>
    /// <exception cref="BrokenPromiseException">Something does not hold, or the input costs too much.</exception>
    public void Try(byte[] input)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        TryInput(input);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        var budget = Base + (AllocatedPerByte * input.Length);
        Promise.That(allocated <= budget, $"{input.Length} bytes allocate {allocated}, more than {budget}");
    }

    /// <summary>Lets no exception out but those that are documented nowhere.</summary>
    protected abstract void TryInput(byte[] input);
}
