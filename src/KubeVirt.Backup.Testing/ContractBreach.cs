namespace KubeVirt.Backup.Testing;

/// <summary>One law of a contract that does not hold.</summary>
/// <param name="Law">The law, as a short sentence, such as <c>A label finds its objects</c>.</param>
/// <param name="Found">What was asked, what was expected and what came.</param>
/// <param name="Remedy">What to do about it, as one sentence.</param>
public sealed record ContractBreach(string Law, string Found, string Remedy)
{
    /// <summary>All of it, as one text.</summary>
    public override string ToString() => $"{Law}: {Found} {Remedy}";
}
