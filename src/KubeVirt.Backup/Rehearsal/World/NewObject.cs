using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>Where an object that is created comes from.</summary>
/// <param name="Origin">Who brings it.</param>
/// <param name="Manifest">The manifest of a step.</param>
/// <param name="Fills">The claim that it is made to fill.</param>
/// <param name="FillsBy">What it fills it with.</param>
internal sealed record NewObject(
    ObjectOrigin Origin,
    JsonObject? Manifest = null,
    WorldObject? Fills = null,
    string? FillsBy = null
)
{
    /// <summary>An object of a controller.</summary>
    public static NewObject OfController { get; } = new(ObjectOrigin.Controller);

    /// <summary>An object that a controller makes to fill a claim.</summary>
    public static NewObject Worker(WorldObject claim, string by) => new(ObjectOrigin.Controller, null, claim, by);
}
