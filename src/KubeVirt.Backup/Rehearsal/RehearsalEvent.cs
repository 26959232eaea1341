namespace KubeVirt.Backup.Rehearsal;

/// <summary>One thing that happens when a restore is played, with the rule that makes it happen.</summary>
/// <param name="Step">The step after which it happens, counted from zero; -1 for what happens before the first.</param>
/// <param name="Object">
/// The object that it happens to, in the text form of its id. <c>*</c> stands for letters that a server generates,
/// <c>{uid:Kind/name}</c> for a UID.
/// </param>
/// <param name="Effect">What kind of thing it is.</param>
/// <param name="What">What happens, in one sentence.</param>
/// <param name="Source">Where the rule stands: the upstream file or document.</param>
public sealed record RehearsalEvent(int Step, string Object, RehearsalEffect Effect, string What, string Source)
{
    /// <summary>Step, object and sentence.</summary>
    public override string ToString() => $"{Step}: {Object}: {What}";
}
