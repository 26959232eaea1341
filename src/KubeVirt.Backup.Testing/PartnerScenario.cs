namespace KubeVirt.Backup.Testing;

/// <summary>One thing that KubeVirt wants a backup product to bring back.</summary>
/// <param name="Name">A short name that stays, such as <c>stopped-machine</c>.</param>
/// <param name="Title">What is tried, as a short sentence.</param>
/// <param name="Source">Where KubeVirt asks for it.</param>
public sealed record PartnerScenario(string Name, string Title, string Source)
{
    /// <summary>Name and title.</summary>
    public override string ToString() => $"{Name}: {Title}";
}
