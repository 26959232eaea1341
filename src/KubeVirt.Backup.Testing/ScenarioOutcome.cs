namespace KubeVirt.Backup.Testing;

/// <summary>What a scenario came to.</summary>
public enum ScenarioOutcome
{
    /// <summary>Something is not as it must be.</summary>
    Failed,

    /// <summary>The product does not do what the scenario is about.</summary>
    NotApplicable,

    /// <summary>Everything is as it must be.</summary>
    Passed,
}
