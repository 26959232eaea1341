using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// One object on its way through a pipeline: the object as it was, the draft of what it becomes, and what surrounds it.
/// </summary>
/// <remarks>
/// Each object has a context of its own, which is used by one thread at a time. All ids in it are those of the backup;
/// <see cref="Names"/> gives the ids after the restore. A policy decides by <see cref="Original"/> what the platform
/// stated, since earlier policies have removed the status from <see cref="Draft"/>.
/// </remarks>
/// <example>
/// <code language="csharp">
/// RestorePolicy policy = RestorePolicy
///     .CreateBuilder()
///     .Add("no-test-machines", context =>
///     {
///         if (context.Original.StringAt("/metadata/labels/tier") == "test")
///             context.Skip("Test machines are not restored.");
///     })
///     .Add(RestorePresets.Preserve)
///     .Build();
/// </code>
/// </example>
public sealed class RestoreContext
{
    private readonly List<Finding> _findings = [];
    private string _policy = "";
    private Classification? _class;

    internal RestoreContext(Resource original, ResourceGraph graph, NameMap names)
    {
        Original = original;
        Graph = graph;
        Names = names;
        Draft = new ResourceDraft(original, () => _policy);
    }

    /// <summary>The object as it was backed up, with its status. No policy changes it.</summary>
    public Resource Original { get; }

    /// <summary>Its id in the backup.</summary>
    public ResourceId Id => Original.Id;

    /// <summary>Everything that was backed up, and what refers to what, by the ids in the backup.</summary>
    public ResourceGraph Graph { get; }

    /// <summary>What objects and namespaces are called after the restore.</summary>
    public NameMap Names { get; }

    /// <summary>What the object becomes: the result of the policies so far. Edit it to change the object.</summary>
    public ResourceDraft Draft { get; }

    /// <summary>Whether a policy has skipped the object, so that it is not restored.</summary>
    public bool IsSkipped => Skipped is not null;

    internal SkippedResource? Skipped { get; private set; }

    internal IReadOnlyList<Finding> Findings => _findings;

    /// <summary>
    /// Skips the object: it is not restored, and later policies of the pipeline are not applied to it. A second call
    /// changes nothing.
    /// </summary>
    /// <param name="reason">Why, in one sentence.</param>
    /// <param name="outcome">
    /// What becomes of objects that need it. Default: they lack it, an error for each that requires it.
    /// </param>
    public void Skip(string reason, SkipOutcome outcome = SkipOutcome.Lost) =>
        Skipped ??= new SkippedResource(Id, _policy, reason, outcome);

    /// <summary>Adds a finding about the object to the result. It is kept where the object is skipped, too.</summary>
    /// <param name="id">
    /// Id of the finding, see <see cref="FindingIds"/>; a user's own should not begin with KVB.
    /// </param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="path">JSON pointer, or <see langword="null"/>.</param>
    /// <param name="message">What is wrong and what to do. Never a secret's value.</param>
    public void Report(string id, FindingSeverity severity, string? path, string message) =>
        _findings.Add(new Finding(id, severity, Id, path, message));

    /// <summary>The class of the original, kept since several policies in a row need it.</summary>
    internal Classification Class => _class ??= Classifier.Of(Original, Graph);

    /// <summary>Applies a policy in its own name, and turns what it throws into a finding.</summary>
    internal void Run(RestorePolicy policy)
    {
        var outer = Enter(policy);
        try
        {
            policy.Apply(this);
        }
#pragma warning disable CA1031 // Whatever a policy of a user's own throws.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Fail(policy, e);
        }

        _policy = outer;
    }

    /// <summary>Lets a policy look at the result, as <see cref="Run"/> lets it edit.</summary>
    internal void Check(RestorePolicy policy)
    {
        var outer = Enter(policy);
        try
        {
            policy.Check(this);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Fail(policy, e);
        }

        _policy = outer;
    }

    /// <summary>
    /// A policy that throws is at fault for this object alone: the object is left out as an error, since nobody knows
    /// what it lacks, and the others are restored.
    /// </summary>
    private void Fail(RestorePolicy policy, Exception e)
    {
        // The message of an exception can quote what the policy read, and that of a Secret is never printed.
        var reason = Id.Kind == Kinds.Secret ? "" : $": {e.Message}";
        Report(
            FindingIds.PolicyFailed,
            FindingSeverity.Error,
            null,
            $"The policy {policy.Name} failed with {e.GetType().Name}{reason}. The object is left out; "
                + "correct the policy, "
                + "or take it out of the pipeline."
        );
        Skip($"The policy {policy.Name} failed.");
    }

    /// <summary>Records edits, skips and findings in the name of a policy from now on; gives the name before.</summary>
    private string Enter(RestorePolicy policy)
    {
        var outer = _policy;
        _policy = policy.Name;

        return outer;
    }
}
