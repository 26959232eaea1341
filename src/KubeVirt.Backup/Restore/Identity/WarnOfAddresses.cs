using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// Reports where a copy still asks for the addresses of its original: in annotations that its network reads, in the data
/// that cloud-init or sysprep configures the guest by, and in the Services, Ingresses and routes that are copied along.
/// Changes nothing itself.
/// </summary>
/// <remarks>
/// It looks at what the whole pipeline makes of a guest, so that nothing is reported that <see cref="ClearStaticAddresses"/>
/// or <see cref="ClearMacAddresses"/> took away. What stands in a Secret is reported without its value. Sources: see
/// <see cref="StaticAddressKeys"/>, <see cref="NetworkSelections"/>, <see cref="WrittenAddresses"/>, and
/// in the packs (<see cref="Platforms.PlatformPack.Published"/>).
/// </remarks>
public sealed class WarnOfAddresses() : RestorePolicy("warn-of-addresses")
{
    /// <summary>Does nothing: what counts is the result.</summary>
    /// <param name="context">The object.</param>
    public override void Apply(RestoreContext context) => ArgumentNullException.ThrowIfNull(context);

    /// <inheritdoc/>
    public override void Check(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CheckPublished(context);
        if (MachineSpec.PointerIn(context.Id.Kind) is not { } spec)
            return;

        var annotations = StaticAddressKeys
            .FindIp(context)
            .Concat(StaticAddressKeys.FindMac(context))
            .Concat(NetworkSelections.WithAddresses(context));
        foreach (var annotation in annotations)
            ReportAnnotation(context, annotation);

        foreach (var data in GuestData.Of(context, spec))
            CheckData(context, data);
    }

    /// <summary>Reports what publishes a copy under the addresses and host names of the original, once an object.</summary>
    private static void CheckPublished(RestoreContext context)
    {
        if (context.Names.Map(context.Id) == context.Id)
            return;

        var rules = context.Graph.Platforms.PublishedBy(context.Id.Kind);
        var places = rules.SelectMany(rule => context.Draft.Find(rule.Path)).ToList();
        if (places is not [var first, ..])
            return;

        var texts = places.Select(context.Draft.StringAt).Distinct();
        context.Report(
            FindingIds.AddressKept,
            FindingSeverity.Warning,
            first,
            $"The copy is published as {string.Join(", ", texts)}, as the original is. Change that before both are in one "
                + "cluster or network."
        );
    }

    /// <summary>Reports an annotation with its text, which names no more than networks and addresses.</summary>
    private static void ReportAnnotation(RestoreContext context, string annotation) =>
        context.Report(
            FindingIds.AddressKept,
            FindingSeverity.Warning,
            annotation,
            $"The copy asks its network for the addresses of the original: {context.Draft.StringAt(annotation)}. Remove "
                + "them with ClearStaticAddresses, or replace them with MapStaticAddresses."
        );

    /// <summary>Reports the addresses in one text of a volume.</summary>
    private static void CheckData(RestoreContext context, GuestData data)
    {
        var addresses = data.IsNetworkData
            ? WrittenAddresses.InNetworkData(data.Text)
            : WrittenAddresses.InUserData(data.Text);
        if (addresses.Count == 0)
            return;

        // Nobody may read in a message what stands in a Secret.
        var isSecret = data.From is { } from && from.Kind == Kinds.Secret;
        var origin = data.From is null ? "The data of the volume" : $"The data in {data.From}";
        var named = isSecret ? "fixed addresses" : $"the addresses {string.Join(", ", addresses)}";
        context.Report(
            FindingIds.AddressKept,
            FindingSeverity.Warning,
            data.Volume,
            $"{origin} gives the copy {named}, which are those of the original. Change the data before both run on one "
                + "network."
        );
    }
}
