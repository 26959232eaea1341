using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>Which features of KubeVirt are on, as far as its configuration was read.</summary>
/// <remarks>
/// Source: KubeVirt pkg/virt-config/featuregate/feature-gates.go: what is named is on, what is disabled is off, a beta feature
/// is on by default and an alpha one off.
/// </remarks>
internal static class FeatureGates
{
    private const string On = "/spec/configuration/developerConfiguration/featureGates";
    private const string Off = "/spec/configuration/developerConfiguration/disabledFeatureGates";

    /// <summary>The KubeVirt object; <see langword="null"/> where it was not read.</summary>
    /// <param name="facts">What was read. A cluster has one such object.</param>
    public static Resource? ConfigurationOf(WayFacts facts) => facts.All(Kinds.KubeVirt).FirstOrDefault();

    /// <summary>The obstacle where a feature is switched off; one that is on by default need not be named.</summary>
    public static WayObstacle? ObstacleOfDisabled(WayFacts facts, string gate) =>
        ConfigurationOf(facts) is { } configuration
        && Names(configuration, Off, gate)
        && !Names(configuration, On, gate)
            ? WayObstacle.Known(
                $"The feature gate {gate} is disabled. Remove it from disabledFeatureGates of KubeVirt.",
                configuration.Id,
                Off
            )
            : null;

    /// <summary>
    /// The obstacle where a feature that is off by default is not switched on. Where the configuration was not read, there is
    /// none: who relies on that says so.
    /// </summary>
    public static WayObstacle? ObstacleOfAlpha(WayFacts facts, string gate)
    {
        if (ConfigurationOf(facts) is not { } configuration)
            return null;

        return Names(configuration, On, gate)
            ? null
            : WayObstacle.Known(
                $"The feature gate {gate} is off. Add it to featureGates of KubeVirt.",
                configuration.Id,
                On
            );
    }

    /// <summary>Whether a list of gates has one.</summary>
    private static bool Names(Resource configuration, string list, string gate) =>
        JsonMembers
            .Items(configuration.At(list))
            .Any(item => item.ValueKind == JsonValueKind.String && item.GetString() == gate);
}
