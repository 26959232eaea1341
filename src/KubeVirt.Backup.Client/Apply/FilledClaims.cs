using System.Text.Json;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Restore;

namespace KubeVirt.Backup.Client.Apply;

/// <summary>
/// Tells claims that hold data from those that a restore created empty. A provisioner binds either, so being bound is
/// no evidence: it is that the caller says so, that somebody else made the claim, or that the claim's own source fills
/// it before it is bound.
/// </summary>
/// <remarks>
/// Sources: Kubernetes, PersistentVolumeClaim dataSource and dataSourceRef, of which an API server drops what it does
/// not support, so that the claim as it is counts and not the one that was written; CDI
/// pkg/apis/core/v1beta1/types.go, DataVolumeSource, and pkg/controller/datavolume/controller-base.go.
/// </remarks>
internal sealed class FilledClaims(
    ObjectWriter reader,
    ApplyState state,
    RestoreNeeds needs,
    ApplyOptions options,
    RestoreResult restore
)
{
    private const string PrePopulated = "/metadata/annotations/cdi.kubevirt.io~1storage.prePopulated";
    private const string CheckStaticVolume = "/metadata/annotations/cdi.kubevirt.io~1storage.checkStaticVolume";

    private readonly Dictionary<ResourceId, Resource> _restored = restore.Resources.ToDictionary(one => one.Id);

    /// <summary>The claims of an object of which nothing shows that they hold data, in their order.</summary>
    public async Task<IReadOnlyList<ResourceId>> UnfilledOfAsync(Resource user, CancellationToken cancellationToken)
    {
        var unfilled = new List<ResourceId>();
        foreach (var claim in needs.ClaimsOf(user.Id))
        {
            if (options.Filled(claim))
                continue;
            if (!await HoldsDataAsync(user, claim, cancellationToken).ConfigureAwait(false))
                unfilled.Add(claim);
        }

        return unfilled;
    }

    private async Task<bool> HoldsDataAsync(Resource user, ResourceId claim, CancellationToken cancellationToken)
    {
        if (_restored.TryGetValue(claim, out var written))
            return IsTakenOver(claim) || await IsFilledAsync(written, cancellationToken).ConfigureAwait(false);

        var volume = claim.WithKind(Kinds.DataVolume);
        if (_restored.TryGetValue(volume, out var dataVolume))
            return IsTakenOver(volume) || IsOfOthers(dataVolume) || !IsBlank(dataVolume.At("/spec/source"));

        return !HasBlankTemplate(user, claim.Name);
    }

    /// <summary>Whether the caller chose that the object that was there is the one that is meant.</summary>
    private bool IsTakenOver(ResourceId id) => state[id].Outcome is ApplyOutcome.Adopted or ApplyOutcome.Updated;

    /// <summary>
    /// Whether a claim that the restore created is bound to the volume that it named, or is filled from its source.
    /// What cannot be read shows nothing.
    /// </summary>
    private async Task<bool> IsFilledAsync(Resource written, CancellationToken cancellationToken)
    {
        if (written.StringAt("/spec/volumeName") is not null)
            return true;

        try
        {
            var now = options.DryRun
                ? written
                : await reader.FindAsync(written.Id, written.ApiVersion, cancellationToken).ConfigureAwait(false);
            return IsSource(now?.At("/spec/dataSourceRef")) || IsSource(now?.At("/spec/dataSource"));
        }
        catch (ClusterException)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether a DataVolume uses a claim, or a PersistentVolume, that somebody else made and filled.
    /// </summary>
    private static bool IsOfOthers(Resource volume) =>
        volume.At(PrePopulated) is not null || volume.At(CheckStaticVolume) is not null;

    private static bool IsSource(JsonElement? source) => source is { ValueKind: JsonValueKind.Object };

    /// <summary>Whether a source of a DataVolume fills it with nothing.</summary>
    private static bool IsBlank(JsonElement? source) =>
        source is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty("blank", out _);

    /// <summary>Whether KubeVirt makes a DataVolume of a name from a machine's template, and makes it empty.</summary>
    private static bool HasBlankTemplate(Resource machine, string name) =>
        machine.At("/spec/dataVolumeTemplates") is { ValueKind: JsonValueKind.Array } templates
        && templates.EnumerateArray().Any(template => NameOf(template) == name && IsBlank(SourceOf(template)));

    private static string? NameOf(JsonElement template) =>
        MemberOf(MemberOf(template, "metadata"), "name") is { ValueKind: JsonValueKind.String } name
            ? name.GetString()
            : null;

    private static JsonElement? SourceOf(JsonElement template) => MemberOf(MemberOf(template, "spec"), "source");

    private static JsonElement? MemberOf(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member)
            ? member
            : null;
}
