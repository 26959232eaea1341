namespace KubeVirt.Backup.Restore;

/// <summary>Policies in a row. Stops at the first that leaves the object out.</summary>
internal sealed class PolicyPipeline(string name, IEnumerable<RestorePolicy> steps) : RestorePolicy(name)
{
    private readonly RestorePolicy[] _steps = [.. steps.SelectMany(step => step.Steps)];

    public override IEnumerable<RestorePolicy> Steps => _steps;

    public override void Apply(RestoreContext context)
    {
        foreach (var step in _steps)
        {
            if (context.IsSkipped)
                return;
            context.Run(step);
        }
    }

    public override void Check(RestoreContext context)
    {
        foreach (var step in _steps)
        {
            if (context.IsSkipped)
                return;
            context.Check(step);
        }
    }
}
