namespace KubeVirt.Backup.Restore;

/// <summary>
/// Finds policies that cannot be together in one pipeline, or not in this order. What it finds keeps a pipeline from
/// being built, since its result would depend on which policy came last.
/// </summary>
internal static class PipelineRules
{
    /// <summary>What is wrong with a pipeline, a sentence each; empty where nothing is.</summary>
    /// <param name="steps">All steps in their order, those of inner pipelines too.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<RestorePolicy> steps) =>
        Contradictions(steps).Concat(Misplaced(steps));

    private static IEnumerable<string> Contradictions(IEnumerable<RestorePolicy> steps) =>
        from step in steps
        from decision in step.Decides
        group new Decision(step.Name, decision.Value) by decision.Key into decisions
        where decisions.Select(decision => decision.Value).Distinct().Count() > 1
        orderby decisions.Key
        select Contradiction(decisions);

    private static string Contradiction(IGrouping<string, Decision> decisions)
    {
        var values = decisions.Distinct().Select(decision => $"{decision.Value} by {decision.Policy}");

        return $"The {decisions.Key} would be {string.Join(" and ", values)}: keep one of these policies, "
            + "or limit them to different objects with When.";
    }

    private static IEnumerable<string> Misplaced(IReadOnlyList<RestorePolicy> steps)
    {
        var lastPositions = steps
            .Index()
            .GroupBy(step => step.Item.Name)
            .ToDictionary(same => same.Key, same => same.Max(step => step.Index));

        return (
            from step in steps.Index()
            from before in step.Item.Follows
            where lastPositions.TryGetValue(before, out var position) && position > step.Index
            select $"The policy {step.Item.Name} must stand after {before}."
        ).Distinct();
    }

    private readonly record struct Decision(string Policy, string Value);
}
