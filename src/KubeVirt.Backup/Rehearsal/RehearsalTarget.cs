using System.Text.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>What the cluster is like in which a restore is rehearsed.</summary>
/// <remarks>
/// The default is an empty cluster with one class that has a CSIDriver and binds at once, in which every namespace is
/// made when it is needed.
/// </remarks>
/// <example>
/// <code language="csharp">
/// var target = new RehearsalTarget
/// {
///     StorageClasses = [new RehearsalClass("fast"), new RehearsalClass("local", WaitsForConsumer: true)],
///     DefaultClass = "fast",
///     Namespaces = ["shop"],
/// };
/// Console.WriteLine(target.ClassOf("local")!.WaitsForConsumer);
/// </code>
/// </example>
public sealed record RehearsalTarget
{
    private const string NoCsi = "-plain";
    private const string Waiting = "-wffc";

    private static readonly string[] DefaultCdiGates = [CdiRules.HonorWaitForFirstConsumer];

    /// <summary>The StorageClasses. Default: none.</summary>
    public IReadOnlyList<RehearsalClass> StorageClasses { get; init; } = [];

    /// <summary>
    /// Whether the classes and the default are all that the cluster has. Where they are not, what becomes of claims of
    /// other classes is unknown. Default: yes.
    /// </summary>
    public bool KnowsClasses { get; init; } = true;

    /// <summary>The class of claims that name none; <see langword="null"/> where the cluster has no default.</summary>
    public string? DefaultClass { get; init; }

    /// <summary>
    /// The namespaces that are there; <see langword="null"/>, the default, where each is taken to be there.
    /// </summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>What is there and settled before the first step. Default: nothing.</summary>
    public IReadOnlyList<RehearsalStep> Existing { get; init; } = [];

    /// <summary>
    /// Objects of which nobody knows whether they are there. What waits for something may wait for one of them, so that it
    /// is unknown what becomes of it. Default: none.
    /// </summary>
    public IReadOnlyList<ResourceId> Unread { get; init; } = [];

    /// <summary>
    /// Whether the configuration of KubeVirt is known: policy of instancetypes, class of states, feature gates. Where it
    /// is not, what becomes of machines that depend on it is unknown. Default: yes.
    /// </summary>
    public bool KnowsKubeVirt { get; init; } = true;

    /// <summary>
    /// What becomes of instancetypes, as the KubeVirt object says: <c>reference</c>, <c>expand</c> or <c>expandAll</c>.
    /// </summary>
    public string InstancetypePolicy { get; init; } = "reference";

    /// <summary>
    /// The class of the claims in which machines keep TPM and firmware; <see langword="null"/>, the default, for
    /// <see cref="DefaultClass"/>.
    /// </summary>
    public string? StateStorageClass { get; init; }

    /// <summary>The feature gates of KubeVirt that are on. Default: none.</summary>
    public IReadOnlyList<string> FeatureGates { get; init; } = [];

    /// <summary>
    /// The feature gates of CDI that are on; <see langword="null"/> where nobody knows, so that what becomes of volumes
    /// that depend on them is unknown. Default: <c>HonorWaitForFirstConsumer</c> alone, as CDI's own CR has it.
    /// </summary>
    /// <remarks>Source: CDI pkg/feature-gates/feature-gates.go.</remarks>
    public IReadOnlyList<string>? CdiFeatureGates { get; init; } = DefaultCdiGates;

    /// <summary>
    /// The part of a filesystem volume that CDI adds to what is asked for; <see langword="null"/> where nobody knows, so
    /// that the sizes of claims that CDI makes are unknown. Default: 0.06.
    /// </summary>
    public decimal? FilesystemOverhead { get; init; } = 0.06m;

    /// <summary>The class of a name; <see langword="null"/> where the target lacks it.</summary>
    /// <param name="name">The name; may be <see langword="null"/>.</param>
    public RehearsalClass? ClassOf(string? name) => StorageClasses.FirstOrDefault(known => known.Name == name);

    /// <summary>The part that CDI adds for a class; <see langword="null"/> where nobody knows.</summary>
    internal decimal? OverheadOf(string? name) => ClassOf(name)?.FilesystemOverhead ?? FilesystemOverhead;

    /// <summary>
    /// Whether nobody knows what becomes of a claim of a class; one that names none is of the default class.
    /// </summary>
    internal bool IsUnknownClass(string? name) => !KnowsClasses && name != "" && ClassOf(name ?? DefaultClass) is null;

    /// <summary>Whether a feature gate of CDI is on; as by default where nobody knows.</summary>
    internal bool HasCdiGate(string gate) =>
        (CdiFeatureGates ?? DefaultCdiGates).Contains(gate, StringComparer.Ordinal);

    /// <summary>Reads a target as recorded runs and the samples write it.</summary>
    /// <param name="target">
    /// A JSON object with <c>storageClasses</c> (names, or objects with <c>name</c>, <c>csi</c> and
    /// <c>waitForFirstConsumer</c>), <c>defaultClass</c>, <c>namespaces</c>, <c>kubeVirt</c> (the KubeVirt object),
    /// <c>cdi</c> (the CDIConfig) and <c>existing</c>. A class that is given by its name alone has a CSIDriver unless the
    /// name ends in <c>-plain</c>, and waits for a consumer if it ends in <c>-wffc</c>. The text <c>unknown</c> stands for
    /// <c>storageClasses</c>, <c>csi</c>, <c>kubeVirt</c> and <c>cdi</c> that nobody could read.
    /// </param>
    /// <exception cref="FormatException">The JSON has another form.</exception>
    public static RehearsalTarget Read(JsonElement target)
    {
        if (target.ValueKind != JsonValueKind.Object)
            throw new FormatException("The target of a rehearsal is a JSON object.");

        var configuration = Find(Find(Component(target, "kubeVirt"), "spec"), "configuration");
        return new RehearsalTarget
        {
            StorageClasses = [.. Items(target, "storageClasses").Select(ReadClass)],
            KnowsClasses = !IsUnknown(target, "storageClasses"),
            DefaultClass = Text(target, "defaultClass"),
            Namespaces = Find(target, "namespaces") is null ? null : [.. Texts(target, "namespaces")],
            Existing = Find(target, "existing") is { } existing ? RehearsalStep.ReadAll(existing) : [],
            KnowsKubeVirt = !IsUnknown(target, "kubeVirt"),
            InstancetypePolicy = Text(Find(configuration, "instancetype"), "referencePolicy") ?? "reference",
            StateStorageClass = Text(configuration, "vmStateStorageClass"),
            FeatureGates = [.. Texts(Find(configuration, "developerConfiguration"), "featureGates")],
            CdiFeatureGates = ReadCdiGates(target),
        };
    }

    private static string[]? ReadCdiGates(JsonElement target)
    {
        if (IsUnknown(target, "cdi"))
            return null;

        return Component(target, "cdi") is { } config
            ? [.. Texts(Find(config, "spec"), "featureGates")]
            : DefaultCdiGates;
    }

    /// <summary>The object that configures a component; <see langword="null"/> where the target has none.</summary>
    private static JsonElement? Component(JsonElement target, string name)
    {
        var found = Find(target, name);
        if (found is not (null or { ValueKind: JsonValueKind.Object }) && !IsUnknown(target, name))
            throw Unreadable(name, "an object");

        return found;
    }

    private static RehearsalClass ReadClass(JsonElement found)
    {
        if (found.ValueKind == JsonValueKind.String)
        {
            var known = found.GetString()!;
            var hasCsiDriver = !known.EndsWith(NoCsi, StringComparison.Ordinal);
            return new RehearsalClass(known, hasCsiDriver, known.EndsWith(Waiting, StringComparison.Ordinal));
        }

        var name = Text(found, "name") ?? throw new FormatException("A storage class of the target has no name.");
        var waits = Flag(found, "waitForFirstConsumer") ?? false;
        bool? csi = IsUnknown(found, "csi") ? null : Flag(found, "csi") ?? true;
        return new RehearsalClass(name, csi, waits);
    }

    private static bool IsUnknown(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.String } text && text.ValueEquals(Observed.Unknown);

    private static JsonElement? Find(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } members
        && members.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static string? Text(JsonElement? element, string name) =>
        Find(element, name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            _ => throw Unreadable(name, "a text"),
        };

    private static bool? Flag(JsonElement element, string name) =>
        Find(element, name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetBoolean(),
            _ => throw Unreadable(name, "true or false"),
        };

    private static List<JsonElement> Items(JsonElement? element, string name) =>
        Find(element, name) switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } items => [.. items.EnumerateArray()],
            _ when IsUnknown(element!.Value, name) => [],
            _ => throw Unreadable(name, "a list"),
        };

    private static IEnumerable<string> Texts(JsonElement? element, string name) =>
        Items(element, name)
            .Select(item =>
                item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Unreadable(name, "a list of texts")
            );

    private static FormatException Unreadable(string name, string form) =>
        new($"The target of a rehearsal cannot be read: {name} is not {form}.");
}
