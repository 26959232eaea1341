using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>Writes the parts that specs of actions share.</summary>
internal static class ActionSources
{
    /// <summary>A TypedLocalObjectReference to a machine.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static JsonObject Machine(ResourceId id) => Reference(id, Kinds.VirtualMachine);

    /// <summary>A TypedLocalObjectReference to an object of one of some kinds.</summary>
    /// <exception cref="ArgumentException">It is of another kind.</exception>
    public static JsonObject Reference(ResourceId id, params GroupKind[] kinds) =>
        !id.IsDefault && id.Namespace is not null && kinds.Contains(id.Kind)
            ? new JsonObject
            {
                ["apiGroup"] = id.Kind.Group,
                ["kind"] = id.Kind.Kind,
                ["name"] = id.Name,
            }
            : throw new ArgumentException(
                $"{id} is no {string.Join(" or ", kinds.Select(kind => kind.Kind))}.",
                nameof(id)
            );

    /// <summary>A duration as Go reads it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static string Duration(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
    }
}
