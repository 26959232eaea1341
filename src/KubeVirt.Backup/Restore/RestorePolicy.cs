using System.Collections.ObjectModel;
using System.Diagnostics;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// A named step that changes objects on their way from a backup to a cluster, leaves them out, or reports on them. A
/// pipeline of steps is itself a policy.
/// </summary>
/// <remarks>
/// Stateless and pure, and so safe to call from several threads at once: the same object, graph and names give the same
/// edits, and objects by the thousand are worked on side by side. Applying a policy to its own result changes nothing
/// more.
/// <para>
/// Built-in policies are methods of <see cref="RestorePolicyBuilder"/>; <see cref="RestorePresets"/> has them put
/// together. Derive from this class for a step of your own that takes options, and use a lambda for a smaller one.
/// </para>
/// </remarks>
/// <example>
/// <code language="csharp">
/// RestorePolicy policy = RestorePolicy
///     .CreateBuilder()
///     .KeepHostname()
///     .Add(RestorePresets.Preserve)
///     .SetAccessModes(["ReadWriteMany"], storageClass: "ceph-block")
///     .Build("to-the-new-cluster");
/// RestoreResult restored = policy.Apply(graph, NameMap.Empty, cancellationToken);
/// </code>
/// </example>
[DebuggerDisplay("{Name}")]
public abstract class RestorePolicy
{
    /// <summary>Gives the policy its name.</summary>
    /// <param name="name">Short, in lower case with hyphens: it stands beside every change it makes.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected RestorePolicy(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>
    /// The name that stands beside every change it makes, such as <c>strip-owners</c>. Other policies name it in
    /// <see cref="Follows"/>.
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// What it alone decides for every object it applies to, and how: two policies of a pipeline that decide the same
    /// thing differently contradict each other. Default: nothing.
    /// </summary>
    public virtual IReadOnlyDictionary<string, string> Decides => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Names of policies that must stand before this one where a pipeline has both. Default: none.</summary>
    public virtual IReadOnlyCollection<string> Follows => [];

    /// <summary>
    /// Objects that its options name, by their ids in the backup. Those that the backup lacks are reported as
    /// <see cref="Findings.FindingIds.MapUnused"/>. Default: none.
    /// </summary>
    public virtual IEnumerable<ResourceId> Named => [];

    /// <summary>Starts a pipeline, which is empty.</summary>
    /// <returns>A builder, to be used once.</returns>
    public static RestorePolicyBuilder CreateBuilder() => new();

    /// <summary>Edits, skips or reports one object. Called for every object of the backup, in no order.</summary>
    /// <param name="context">
    /// The object. What an implementation throws is reported as
    /// <see cref="Findings.FindingIds.PolicyFailed"/>, and the object is skipped.
    /// </param>
    public abstract void Apply(RestoreContext context);

    /// <summary>
    /// Skips or reports one object by what the whole pipeline has made of it. Default: nothing.
    /// </summary>
    /// <param name="context">
    /// The object. Called after the last policy of the pipeline, unless one has skipped it.
    /// </param>
    /// <remarks>For rules about the result, which hold wherever in the pipeline the policy stands.</remarks>
    public virtual void Check(RestoreContext context) { }

    /// <summary>Applies this policy to every observed object of a graph.</summary>
    /// <param name="graph">What the backup holds.</param>
    /// <param name="names">What is renamed. Default: nothing.</param>
    /// <param name="cancellationToken">Stops between objects.</param>
    /// <returns>
    /// The objects in the order in which they are to be created, with every change, skip and finding. Nothing is
    /// written anywhere.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RestoreResult Apply(
        ResourceGraph graph,
        NameMap? names = null,
        CancellationToken cancellationToken = default
    ) => RestoreRun.Run(this, graph, names ?? NameMap.Empty, cancellationToken);

    /// <summary>The steps that it consists of, in order: itself, or those of a pipeline.</summary>
    public virtual IEnumerable<RestorePolicy> Steps => [this];

    /// <summary>
    /// The same steps with another one in place of that of the same name: a preset with one step of one's own.
    /// </summary>
    /// <param name="step">The step to put there. It replaces every step of its name.</param>
    /// <returns>A pipeline of the same name. This one stays as it is.</returns>
    /// <exception cref="ArgumentException">No step has its name.</exception>
    /// <exception cref="PipelineException">The steps no longer fit together.</exception>
    public RestorePolicy Replace(RestorePolicy step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (!Steps.Any(old => old.Name == step.Name))
            throw new ArgumentException(
                $"'{Name}' has no step {step.Name}. It has "
                    + $"{string.Join(", ", Steps.Select(old => old.Name).Distinct())}.",
                nameof(step)
            );

        return Steps
            .Aggregate(CreateBuilder(), (builder, old) => builder.Add(old.Name == step.Name ? step : old))
            .Build(Name);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
