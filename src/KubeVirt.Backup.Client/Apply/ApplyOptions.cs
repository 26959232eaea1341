using KubeVirt.Backup.Client.Actions;
using KubeVirt.Backup.Graph;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>How the objects of a restore are written.</summary>
/// <example>
/// <code language="csharp">
/// // Volumes that were filled for this restore are adopted; everything else that exists is kept.
/// var options = new ApplyOptions
/// {
///     Existing = id =>
///         id.Kind == Kinds.PersistentVolumeClaim ? ExistingObject.Adopt : ExistingObject.Keep,
///     Wait = new WaitOptions { Limit = TimeSpan.FromMinutes(30) },
///     Releases = true,
/// };
/// var report = await new ClusterTarget(client).ApplyAsync(result, options, cancellationToken);
/// Console.WriteLine(report);
/// </code>
/// </example>
public sealed record ApplyOptions
{
    /// <summary>
    /// What to do where an object exists already, by its id in the target. Default: <see cref="ExistingObject.Keep"/>
    /// for all, so that nothing is overwritten, and that nothing runs on a volume that was there before; volumes that
    /// were filled for the restore are to be adopted. Called from several threads.
    /// </summary>
    public Func<ResourceId, ExistingObject> Existing { get; init; } = _ => ExistingObject.Keep;

    /// <summary>
    /// The name under which the server remembers which fields were written. Default: <c>kubevirt-backup</c>.
    /// </summary>
    public string FieldManager { get; init; } = "kubevirt-backup";

    /// <summary>
    /// Which references protect what a foreign volume would feed. Default: <see langword="null"/>, those of the
    /// <see cref="ClusterTarget"/>, which are the built-in ones unless it was given others.
    /// </summary>
    public ResolverSet? Resolvers { get; init; }

    /// <summary>
    /// Whether the server only checks and nothing is written: webhooks answer, and there are no effects. Default: no.
    /// </summary>
    /// <remarks>
    /// Source: Kubernetes, dryRun=All. What lives in a namespace that the restore itself creates cannot be checked
    /// before it is there.
    /// </remarks>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether a namespace that the restore does not bring and the target lacks is created. Default: yes.
    /// </summary>
    public bool CreatesNamespaces { get; init; } = true;

    /// <summary>
    /// How long to wait after each set for what the next ones need: DataVolumes that have succeeded and claims that are
    /// bound, or that wait for their first consumer. What is not so in time is a finding, and what needs it, over
    /// however many other objects, is not written; the rest is. Default: <see langword="null"/>, there is no wait.
    /// </summary>
    public WaitOptions? Wait { get; init; }

    /// <summary>
    /// Whether what <see cref="Restore.HoldRunState"/> held is released when everything is written, and all that it
    /// needs is ready, itself included, within <see cref="Wait"/>, and its claims hold their data, see
    /// <see cref="Filled"/>. Default: no; see <see cref="ClusterTarget.ReleaseAsync"/>.
    /// </summary>
    public bool Releases { get; init; }

    /// <summary>
    /// Whether the data of a claim is in place, by the claim's id in the target: what <see cref="Releases"/> rests on
    /// for claims that the restore created, which are empty until somebody fills them, bound or not. Claims that were
    /// adopted count as filled, and so do those that are filled from their own source, such as a snapshot or the source
    /// of a DataVolume. Asked once all is written and ready. Default: no claim is known to be filled.
    /// </summary>
    public Func<ResourceId, bool> Filled { get; init; } = _ => false;

    /// <summary>
    /// What was done before, so that an interrupted restore goes on where it stopped. Default: <see langword="null"/>,
    /// nothing is remembered.
    /// </summary>
    public ApplyJournal? Journal { get; init; }

    /// <summary>
    /// Receives each object as soon as it is known what became of it, from several threads. Default: nobody.
    /// </summary>
    public IProgress<ApplyProgress>? Progress { get; init; }
}
