namespace KubeVirt.Backup.Restore;

/// <summary>
/// Policies that are applied one after the other. The first that skips an object ends the work on it.
/// </summary>
/// <param name="name">The name of the pipeline; its changes bear the names of its steps.</param>
/// <param name="steps">The policies in their order. Inner pipelines are taken apart into their steps.</param>
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
