using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The length of the values of labels.</summary>
/// <remarks>Source: Kubernetes apimachinery pkg/util/validation/validation.go (IsValidLabelValue).</remarks>
internal static class LabelAdmission
{
    private const string Source = "Kubernetes apimachinery pkg/util/validation/validation.go";
    private const int Most = 63;

    /// <summary>Refuses an object with a label whose value is too long.</summary>
    public static Verdict? Admit(World world, Candidate candidate)
    {
        var labels = candidate.At("/metadata/labels") as JsonObject ?? [];
        var tooLong = labels
            .Select(label => WorldObject.TextOf(label.Value))
            .FirstOrDefault(value => value is { Length: > Most });
        if (tooLong is null)
            return null;

        var message =
            $"{candidate.Kind} \"{candidate.Id.Name}\" is invalid: metadata.labels: Invalid value: \"{tooLong}\": "
            + "must be no more than 63 characters";
        return new Verdict(422, "Invalid", message, Source);
    }
}
