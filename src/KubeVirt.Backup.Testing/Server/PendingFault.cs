namespace KubeVirt.Backup.Testing.Server;

/// <summary>A fault, and which requests it has met so far.</summary>
internal sealed class PendingFault(Fault fault)
{
    private int _met;

    /// <summary>What goes wrong.</summary>
    public Fault Fault => fault;

    /// <summary>Whether it hits a request, which counts from then on. Called from one thread at a time.</summary>
    public bool TryTake(TestRequest request)
    {
        if (!fault.IsAbout(request) || _met - fault.Skip >= fault.Times)
            return false;

        _met++;
        return _met > fault.Skip;
    }
}
