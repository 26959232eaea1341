namespace KubeVirt.Backup.Restore;

/// <summary>What makes no sense in a pipeline.</summary>
internal static class PipelineRules
{
    public static IEnumerable<string> Problems(IReadOnlyList<RestorePolicy> steps) =>
        Contradictions(steps).Concat(Misplaced(steps));

    private static IEnumerable<string> Contradictions(IEnumerable<RestorePolicy> steps) =>
        from step in steps
        from decision in step.Decides
        group (step.Name, decision.Value) by decision.Key into decisions
        where decisions.Select(decision => decision.Value).Distinct().Count() > 1
        orderby decisions.Key
        select $"The {decisions.Key} would be {string.Join(" and ", decisions.Distinct().Select(decision => $"{decision.Value} by {decision.Name}"))}: keep one of these policies, or limit them to different objects with When.";

    private static IEnumerable<string> Misplaced(IReadOnlyList<RestorePolicy> steps)
    {
        var last = steps
            .Index()
            .GroupBy(pair => pair.Item.Name)
            .ToDictionary(group => group.Key, group => group.Max(pair => pair.Index));
        return (
            from pair in steps.Index()
            from before in pair.Item.Follows
            where last.TryGetValue(before, out var position) && position > pair.Index
            select $"The policy {pair.Item.Name} must stand after {before}."
        ).Distinct();
    }
}
