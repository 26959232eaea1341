using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// What a command line asks of a restore: which objects, under which names, with which identity and run state. For
/// tools that take these options beside their own.
/// </summary>
public sealed class RestoreOptions
{
    private readonly List<ResourceId> _roots = [];
    private readonly NameMapOptions _maps = new();
    private string _identity = "preserve";
    private string _runStrategy = "keep";
    private bool _renamesOwned;

    /// <summary>The options, as a usage line spells them.</summary>
    public static string Usage =>
        "[--root ID]... [--map-namespace A=B]... [--map-storage-class A=B]... [--map-network NS/A=NS/B|NS/A=pod]... [--map-snapshot-class A=B]... "
        + "[--rename-vm NS/A=B]... [--rename ID=B]... [--rename-owned] [--identity preserve|unique] [--run-strategy keep|hold|VALUE]";

    /// <summary>Takes an option: one of <see cref="Usage"/>.</summary>
    /// <param name="option">The option.</param>
    /// <param name="value">Gives its value; asked only if the option is one of these and has one.</param>
    /// <returns>Whether it is one of these.</returns>
    /// <exception cref="ArgumentException">
    /// The value is not of the option's form, or what it maps is mapped already.
    /// </exception>
    /// <exception cref="FormatException">The value is no id.</exception>
    public bool TryAdd(string option, Func<string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        switch (option)
        {
            case "--root":
                _roots.Add(ResourceId.Parse(value()));
                return true;
            case "--identity":
                _identity = value() is ("preserve" or "unique") and var identity
                    ? identity
                    : throw new ArgumentException("--identity is preserve or unique.");
                return true;
            case "--run-strategy":
                _runStrategy = value();
                return true;
            case "--rename-owned":
                return _renamesOwned = true;
            default:
                return _maps.TryAdd(option, value);
        }
    }

    /// <summary>
    /// The policy: a preset for the identity, with the networks and the run state that were asked for.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such run strategy.</exception>
    public RestorePolicy ToPolicy()
    {
        var builder = RestorePolicy
            .CreateBuilder()
            .MoveToPodNetwork(_maps.ToPodNetwork)
            .SetRunStrategy(_runStrategy is "keep" or "hold" ? null : _runStrategy)
            .Add(_identity == "unique" ? RestorePresets.Unique : RestorePresets.Preserve);
        return (_runStrategy == "hold" ? builder.HoldRunState() : builder).Build();
    }

    /// <summary>
    /// Applies the policy to what the roots reach, or to everything where there are none, and looks for guests with the
    /// same identity.
    /// </summary>
    /// <param name="manifests">What was read; its findings are among those of the result.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">
    /// A root is not among the manifests, or a name or the run strategy is none.
    /// </exception>
    public RestoreResult Apply(ManifestSet manifests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var policy = ToPolicy();
        var graph = ResourceGraph.Create(manifests.Resources, BuiltInResolvers.Default);
        var absent = _roots.Where(root => graph.FindResource(root) is null).ToList();
        if (absent.Count > 0)
            throw new ArgumentException($"The input has no {string.Join(", no ", absent)}.");
        if (_roots.Count > 0)
            graph = graph.Subgraph(_roots);
        var names = _maps.ToNameMap();
        if (_renamesOwned)
            names = names.With(CopyNames.For(graph, names));
        return policy.Apply(graph, names, cancellationToken).WithIdentityCollisions().WithFindings(manifests.Findings);
    }
}
