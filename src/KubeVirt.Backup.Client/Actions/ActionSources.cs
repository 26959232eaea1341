using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Client.Actions;

/// <summary>Writes the parts that the specs of different actions share.</summary>
internal static class ActionSources
{
    /// <summary>A TypedLocalObjectReference to a machine.</summary>
    /// <exception cref="ArgumentException">The id is not that of a VirtualMachine.</exception>
    /// <remarks>Source: Kubernetes staging/src/k8s.io/api/core/v1/types.go, TypedLocalObjectReference.</remarks>
    public static JsonObject Machine(ResourceId id) => Reference(id, Kinds.VirtualMachine);

    /// <summary>A TypedLocalObjectReference to an object of one of some kinds.</summary>
    /// <exception cref="ArgumentException">The id is of another kind.</exception>
    public static JsonObject Reference(ResourceId id, params GroupKind[] kinds)
    {
        ThrowIfNot(id, kinds);
        return new JsonObject
        {
            ["apiGroup"] = id.Kind.Group,
            ["kind"] = id.Kind.Kind,
            ["name"] = id.Name,
        };
    }

    /// <summary>Checks that an id is that of an object in a namespace, of one of some kinds.</summary>
    /// <exception cref="ArgumentException">The id is of another kind.</exception>
    public static void ThrowIfNot(ResourceId id, params GroupKind[] kinds)
    {
        if (!id.IsDefault && id.Namespace is not null && kinds.Contains(id.Kind))
            return;

        var wanted = string.Join(" or ", kinds.Select(kind => kind.Kind));
        throw new ArgumentException($"{id} is no {wanted}.", nameof(id));
    }

    /// <summary>A duration as Go's time.ParseDuration reads it, in whole milliseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static string Duration(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
    }
}
