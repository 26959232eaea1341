namespace KubeVirt.Backup.Restore;

/// <summary>Builds a pipeline of policies. What was added first is applied first.</summary>
/// <remarks>
/// The built-in policies are extension methods, each under the name of its class. A policy whose place matters says so
/// in <see cref="RestorePolicy.Follows"/>, and <see cref="Build"/> checks it. Not for several threads; what is built
/// is.
/// </remarks>
/// <example>
/// <code language="csharp">
/// RestorePolicy policy = RestorePolicy
///     .CreateBuilder()
///     .Add(RestorePresets.Unique)
///     .When(
///         context => context.Id.Namespace == "shop",
///         shop => shop.GenerateMacAddresses(prefix: "02:aa:bb").SetRunStrategy("Halted")
///     )
///     .Build("copy-of-the-shop");
/// </code>
/// </example>
public sealed class RestorePolicyBuilder
{
    private readonly List<RestorePolicy> _steps = [];
    private bool _isBuilt;

    /// <summary>Adds a policy at the end.</summary>
    /// <param name="policy">The policy. The steps of a pipeline become steps of this one.</param>
    /// <returns>This builder.</returns>
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
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is built already.</exception>
    public RestorePolicyBuilder Add(string name, Action<RestoreContext> apply) => Add(new DelegatePolicy(name, apply));

    /// <summary>Adds policies that are applied to some objects only.</summary>
    /// <param name="condition">
    /// Whether they are applied to an object. Called before each of them, from several threads at once.
    /// </param>
    /// <param name="build">Adds the policies to a builder of their own.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The pipeline is built already.</exception>
    /// <remarks>
    /// Such policies decide nothing for every object, so they contradict no others, see
    /// <see cref="RestorePolicy.Decides"/>.
    /// </remarks>
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

    /// <summary>Makes the pipeline. The builder cannot be added to afterwards.</summary>
    /// <param name="name">Its name. Default: <c>restore</c>.</param>
    /// <exception cref="PipelineException">
    /// Policies contradict each other or stand in a wrong order; the message lists all that is wrong.
    /// </exception>
    public RestorePolicy Build(string name = "restore")
    {
        var pipeline = new PolicyPipeline(name, _steps);
        var problems = PipelineRules.Problems([.. pipeline.Steps]).ToList();
        if (problems.Count > 0)
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
