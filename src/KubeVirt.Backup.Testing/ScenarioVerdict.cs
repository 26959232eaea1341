namespace KubeVirt.Backup.Testing;

/// <summary>What a product made of one scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Breaches">What is not as it must be, each with what was found and what to do; none unless it failed.</param>
/// <param name="Reason">Why it does not apply; empty where it does.</param>
public sealed record ScenarioVerdict(
    PartnerScenario Scenario,
    ScenarioOutcome Outcome,
    IReadOnlyList<ContractBreach> Breaches,
    string Reason
)
{
    /// <summary>Name, outcome, and what is wrong or why it does not apply, as lines.</summary>
    public override string ToString()
    {
        var head = Reason.Length > 0 ? $"{Scenario.Name}: {Outcome}. {Reason}" : $"{Scenario.Name}: {Outcome}";
        return string.Join(Environment.NewLine, [head, .. Breaches.Select(breach => $"- {breach}")]);
    }
}
