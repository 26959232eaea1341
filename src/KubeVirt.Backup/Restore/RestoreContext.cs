using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// One object on its way through a pipeline: the object as it was, the draft of what it becomes, and what surrounds it.
/// </summary>
public sealed class RestoreContext
{
    private readonly List<Finding> _findings = [];
    private string _policy = "";
    private (ObjectClasses By, Classification Found)? _class;

    internal RestoreContext(Resource original, ResourceGraph graph, NameMap names)
    {
        Original = original;
        Graph = graph;
        Names = names;
        Draft = new ResourceDraft(original, () => _policy);
    }

    /// <summary>The object as it was backed up.</summary>
    public Resource Original { get; }

    /// <summary>Its id in the backup.</summary>
    public ResourceId Id => Original.Id;

    /// <summary>Everything that was backed up, and what refers to what, by the ids in the backup.</summary>
    public ResourceGraph Graph { get; }

    /// <summary>What is renamed.</summary>
    public NameMap Names { get; }

    /// <summary>What the object becomes.</summary>
    public ResourceDraft Draft { get; }

    /// <summary>Whether a policy left the object out.</summary>
    public bool IsSkipped => Skipped is not null;

    internal SkippedResource? Skipped { get; private set; }

    internal IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Leaves the object out. Later policies of the pipeline do not see it.</summary>
    /// <param name="reason">Why, in one sentence.</param>
    /// <param name="outcome">What becomes of objects that need it.</param>
    public void Skip(string reason, SkipOutcome outcome = SkipOutcome.Lost) =>
        Skipped ??= new SkippedResource(Id, _policy, reason, outcome);

    /// <summary>Reports something about the object.</summary>
    /// <param name="id">
    /// Id of the finding, see <see cref="FindingIds"/>; a user's own should not begin with KVB.
    /// </param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="path">JSON pointer, or <see langword="null"/>.</param>
    /// <param name="message">What is wrong and what to do. Never a secret's value.</param>
    public void Report(string id, FindingSeverity severity, string? path, string message) =>
        _findings.Add(new Finding(id, severity, Id, path, message));

    /// <summary>The class of the original. Several policies ask for it, one after the other.</summary>
    internal Classification ClassBy(ObjectClasses classes)
    {
        if (_class is not { } known || known.By != classes)
            _class = known = (classes, classes.Of(Original, Graph));
        return known.Found;
    }

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
        // The words of an exception can quote what the policy looked at.
        var words = Id.Kind == Kinds.Secret ? "" : $": {e.Message}";
        Report(
            FindingIds.PolicyFailed,
            FindingSeverity.Error,
            null,
            $"The policy {policy.Name} failed with {e.GetType().Name}{words}. The object is left out; mend the policy, or "
                + "take it out of the pipeline."
        );
        Skip($"The policy {policy.Name} failed.");
    }

    /// <summary>Whatever is done from now on is this policy's.</summary>
    private string Enter(RestorePolicy policy)
    {
        var outer = _policy;
        _policy = policy.Name;
        return outer;
    }
}
