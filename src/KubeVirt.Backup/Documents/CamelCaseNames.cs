using System.Text.Json;
using System.Text.Json.Serialization;

namespace KubeVirt.Backup.Documents;

/// <summary>Spells values of an enum as documents do: <c>ownedBy</c>, never as a number.</summary>
/// <remarks>For the converters of a serializer's options.</remarks>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseNames<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
