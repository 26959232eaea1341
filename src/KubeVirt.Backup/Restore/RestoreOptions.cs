using System.Collections.ObjectModel;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// The choices that every tool offers for a restore: which objects, under which names, with which identity and run
/// state. What goes beyond them is a <see cref="RestorePolicy"/> of one's own.
/// </summary>
/// <remarks>
/// The options of a command line or of a settings file, in one record. Checked when they are used, not when they are
/// set.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var options = new RestoreOptions { Identity = GuestIdentity.Unique, RunStrategy = "Halted" };
/// RestoreResult copy = options.Apply(manifests);
/// </code>
/// </example>
public sealed record RestoreOptions
{
    /// <summary>What to restore, with all that it needs. Default: everything that was read.</summary>
    public IReadOnlyList<ResourceId> Roots { get; init; } = [];

    /// <summary>What objects are called after the restore. Default: what they are called in the backup.</summary>
    public NameMap Names { get; init; } = NameMap.Empty;

    /// <summary>
    /// Whether what belongs to a renamed machine, its volumes above all, is renamed with it, so that a copy beside its
    /// original has volumes of its own. Default: not.
    /// </summary>
    public bool RenameOwned { get; init; }

    /// <summary>
    /// NetworkAttachmentDefinitions from which interfaces move to the pod network. Default: none.
    /// </summary>
    public IReadOnlyCollection<ResourceId> PodNetworks { get; init; } = [];

    /// <summary>Whether machines keep their identity. Default: they do.</summary>
    public GuestIdentity Identity { get; init; } = GuestIdentity.Preserve;

    /// <summary>
    /// The run strategy that machines get, such as <c>Halted</c>. Default: <see langword="null"/>, they keep theirs.
    /// </summary>
    public string? RunStrategy { get; init; }

    /// <summary>
    /// Whether machines, replica sets and pools come back held: they start nothing until they are released. Default:
    /// not.
    /// </summary>
    public bool Hold { get; init; }

    /// <summary>
    /// Which disks come back with their data. Default: all but those that their machine or claim marks, see
    /// <see cref="DiskMarks"/>. What a backup left out is in its document: <c>BackupPlanDocument.LeftOutDisks</c>.
    /// </summary>
    public DiskSelection Disks { get; init; } = DiskSelection.Everything;

    /// <summary>What stands in the place of the other disks. Default: a blank disk.</summary>
    public DiskReplacement OtherDisks { get; init; }

    /// <summary>
    /// Claims of the target for claims of the backup, whose disks are put on them, see <see cref="MapDisks"/>. Default:
    /// none.
    /// </summary>
    public IReadOnlyDictionary<ResourceId, string> DiskClaims { get; init; } =
        ReadOnlyDictionary<ResourceId, string>.Empty;

    /// <summary>
    /// Claims that the target has, by their ids there: a disk that machines share is not restored over them, see
    /// <see cref="ShareDisksOnce"/>. Default: none are known of.
    /// </summary>
    public IReadOnlyCollection<ResourceId> PresentClaims { get; init; } = [];

    /// <summary>Whether a restore that writes nothing is fine. Default: it is an error.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Which references are followed. Default: the built-in resolvers.</summary>
    public ResolverSet Resolvers { get; init; } = BuiltInResolvers.Default;

    /// <summary>
    /// What is known of platforms. Default: <see cref="PlatformSet.Default"/>;
    /// <see cref="PlatformSet.CarryingInstancetypes"/> for a target that may lack cluster-wide ones.
    /// </summary>
    public PlatformSet Platforms { get; init; } = PlatformSet.Default;

    /// <summary>
    /// The policy: a preset for the identity, with the networks and the run state that were asked for.
    /// </summary>
    /// <returns>A pipeline, to be applied to any number of graphs.</returns>
    /// <exception cref="ArgumentException">There is no such run strategy.</exception>
    public RestorePolicy ToPolicy()
    {
        var preset = Identity == GuestIdentity.Unique ? RestorePresets.Unique : RestorePresets.Preserve;
        var builder = RestorePolicy
            .CreateBuilder()
            .MoveToPodNetwork(PodNetworks)
            .SetRunStrategy(RunStrategy)
            .Add(preset)
            .MapDisks(DiskClaims)
            .ShareDisksOnce(PresentClaims);
        _ = OtherDisks switch
        {
            DiskReplacement.Dropped => builder.DropDisks(Disks),
            DiskReplacement.TargetClaim => builder.UseTargetDisks(Disks),
            _ => builder.BlankDisks(Disks),
        };

        if (Hold)
            builder.HoldRunState();

        return builder.Build();
    }

    /// <summary>
    /// Applies the policy to what the roots reach, or to everything where there are none, and looks for guests with the
    /// same identity.
    /// </summary>
    /// <param name="manifests">What was read; its findings are among those of the result.</param>
    /// <param name="cancellationToken">Stops the work between objects.</param>
    /// <returns>What to apply, and all that was changed, skipped and found.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ArgumentException">
    /// A root is not among the manifests, or a name or the run strategy is none.
    /// </exception>
    public RestoreResult Apply(ManifestSet manifests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var policy = ToPolicy();
        var graph = ResourceGraph.Create(manifests.Resources, Resolvers, Platforms);

        var absent = Roots.Where(root => graph.FindResource(root) is null).ToList();
        if (absent.Count > 0)
            throw new ArgumentException($"The input has no {string.Join(", no ", absent)}.");
        if (Roots.Count > 0)
            graph = graph.Subgraph(Roots);

        var names = RenameOwned ? Names.With(CopyNames.For(graph, Names)) : Names;
        var result = policy.Apply(graph, names, cancellationToken);

        var unused = DiskFindings.Unused(DiskChoice.Of(graph, Disks, keepsRoots: false));

        return result.WithIdentityCollisions().WithFindings([.. manifests.Findings, .. unused, .. ReportEmpty(result)]);
    }

    private IEnumerable<Finding> ReportEmpty(RestoreResult result)
    {
        if (AllowEmpty || result.Sets.Count > 0 || result.HasErrors)
            return [];

        return
        [
            new Finding(
                FindingIds.NothingToRestore,
                FindingSeverity.Error,
                null,
                null,
                "There is nothing to restore: the backup holds no object that a restore writes. Check the input and the "
                    + "roots, or set RestoreOptions.AllowEmpty where that is meant."
            ),
        ];
    }
}
