namespace KubeVirt.Backup.Restore;

/// <summary>Puts policies in a row. What was added first is applied first.</summary>
public sealed class RestorePolicyBuilder
{
    private readonly List<RestorePolicy> _steps = [];
    private bool _isBuilt;

    /// <summary>Adds a policy, which may be a pipeline of its own.</summary>
    /// <exception cref="InvalidOperationException">The pipeline is built already.</exception>
    public RestorePolicyBuilder Add(RestorePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (_isBuilt)
            throw new InvalidOperationException(
                "This pipeline is built; start another with RestorePolicy.CreateBuilder()."
            );
        _steps.Add(policy);
        return this;
    }

    /// <summary>Adds a policy that is one function.</summary>
    /// <param name="name">Its name, which stands beside every change it makes.</param>
    /// <param name="apply">
    /// What it does to one object. Called from several threads at once, so it writes to its context and to nothing
    /// else.
    /// </param>
    public RestorePolicyBuilder Add(string name, Action<RestoreContext> apply) => Add(new DelegatePolicy(name, apply));

    /// <summary>Adds policies that apply only to some objects.</summary>
    /// <param name="condition">Which ones.</param>
    /// <param name="build">Adds the policies.</param>
    public RestorePolicyBuilder When(Func<RestoreContext, bool> condition, Action<RestorePolicyBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(build);
        var inner = new RestorePolicyBuilder();
        build(inner);
        foreach (var step in inner._steps)
            Add(new ConditionalPolicy(step, condition));
        return this;
    }

    /// <summary>The pipeline.</summary>
    /// <param name="name">Its name. Default: <c>restore</c>.</param>
    /// <exception cref="PipelineException">
    /// Policies contradict each other or stand in a wrong order; all that is wrong is said.
    /// </exception>
    public RestorePolicy Build(string name = "restore")
    {
        var pipeline = new PolicyPipeline(name, _steps);
        if (PipelineRules.Problems([.. pipeline.Steps]).ToList() is { Count: > 0 } problems)
            throw new PipelineException(name, [.. problems]);
        _isBuilt = true;
        return pipeline;
    }

    private sealed class DelegatePolicy(string name, Action<RestoreContext> apply) : RestorePolicy(name)
    {
        public override void Apply(RestoreContext context) => apply(context);
    }

    private sealed class ConditionalPolicy(RestorePolicy inner, Func<RestoreContext, bool> condition)
        : RestorePolicy(inner.Name)
    {
        public override IReadOnlyCollection<string> Follows => inner.Follows;

        public override IEnumerable<ResourceId> Named => inner.Named;

        public override IEnumerable<RestorePolicy> Steps =>
            inner.Steps.Select(step => step == inner ? this : new ConditionalPolicy(step, condition));

        public override void Apply(RestoreContext context)
        {
            if (condition(context))
                inner.Apply(context);
        }

        public override void Check(RestoreContext context)
        {
            if (condition(context))
                inner.Check(context);
        }
    }
}
