using System.Collections.Immutable;
using System.Text;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Rewrites names and namespaces in texts that are no references to one object: the accounts of subjects, the namespaces
/// and machines that selectors choose by labels of the platform, and the names that objects repeat in a form of their platform's.
/// </summary>
/// <remarks>
/// These texts mean the same in objects of any kind, so all kinds are looked at but those that hold a user's own data. A
/// text is rewritten where it is what the backup had, whole: one that holds a name among other words is reported. Sources
/// stand at <see cref="AccountTexts"/>, <see cref="NamespaceTexts"/> and <see cref="MachineLabelTexts"/>, and in the packs
/// (<see cref="Platforms.PlatformPack.NameTexts"/>).
/// </remarks>
public sealed class MapNameTexts() : RestorePolicy("map-name-texts")
{
    /// <summary>What is the server's, or follows from the references of an object.</summary>
    private static readonly string[] Skipped = ["metadata", "status", "apiVersion", "kind"];

    /// <summary>Words of which one stands in every object that this policy changes.</summary>
    private static readonly ImmutableArray<byte[]> Signs =
    [
        .. new[]
        {
            "system:serviceaccount",
            "ServiceAccount",
            "matchNames",
            "topologyKey",
            "vm.kubevirt.io",
            "vmi.kubevirt.io",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Names.IsEmpty || IsData(context.Id.Kind))
            return;

        NameTexts.Map(context);
        if (!HasSign(context) || context.Original.At("") is not { } root)
            return;

        foreach (var place in TextPlace.TextsIn(root, Skipped))
        {
            AccountTexts.Map(context, place);
            NamespaceTexts.Map(context, place);
            MachineLabelTexts.Map(context, place);
        }
    }

    /// <summary>Sets a text, where it is what the backup had: what another policy wrote there stays.</summary>
    internal static void Set(RestoreContext context, TextPlace place, string text)
    {
        if (context.Draft.StringAt(place.Pointer) == place.Text)
            context.Draft.SetText(place.Pointer, text);
    }

    /// <summary>Whether an object holds a user's own data, in which no text is the platform's.</summary>
    private static bool IsData(GroupKind kind) => kind == Kinds.Secret || kind == Kinds.ConfigMap;

    /// <summary>Whether there is anything to look for: nearly all objects have nothing, and are not walked.</summary>
    private static bool HasSign(RestoreContext context)
    {
        var labels = context.Graph.Platforms.SignsOfNamespaceLabels;

        return Signs.Any(IsThere) || labels.Any(IsThere);

        bool IsThere(byte[] sign) => context.Original.Json.Span.IndexOf(sign) >= 0;
    }
}
