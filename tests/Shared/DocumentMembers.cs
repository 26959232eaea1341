using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KubeVirt.Backup;

/// <summary>
/// Finds members of documents that lose their default where a document lacks them: the generated code sets every member that
/// has an init accessor, and what a document of an earlier version does not have it sets to null.
/// </summary>
internal static class DocumentMembers
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The members that are null after null was set, of all types that a document can hold.</summary>
    /// <param name="context">The generated code.</param>
    /// <param name="document">The type of the document.</param>
    public static IReadOnlyList<string> WithoutDefault(JsonSerializerContext context, Type document)
    {
        var lost = new List<string>();
        var seen = new HashSet<Type>();
        var pending = new Stack<Type>([document]);
        while (pending.TryPop(out var type))
        {
            if (!seen.Add(type) || context.GetTypeInfo(type) is not { } info)
                continue;

            if (info.ElementType is { } element)
                pending.Push(element);
            foreach (var member in info.Properties)
                pending.Push(member.PropertyType);
            var written = info.Properties.Select(member => member.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var members = type.GetProperties().Where(property => written.Contains(property.Name));
            if (info.Kind == JsonTypeInfoKind.Object)
                lost.AddRange(members.Where(property => LosesDefault(type, property)).Select(Name));
        }

        return [.. lost.Order(StringComparer.Ordinal)];
    }

    private static bool LosesDefault(Type type, PropertyInfo property)
    {
        var isAlwaysThere = property.IsDefined(typeof(RequiredMemberAttribute)) || IsParameter(type, property);
        if (isAlwaysThere || property.SetMethod is not { } setter || property.PropertyType.IsValueType)
            return false;
        if (Nullability.Create(property).ReadState != NullabilityState.NotNull)
            return false;

        var instance = RuntimeHelpers.GetUninitializedObject(type);
        setter.Invoke(instance, [null]);

        return property.GetValue(instance) is null;
    }

    private static bool IsParameter(Type type, PropertyInfo property) =>
        type.GetConstructors().Any(made => made.GetParameters().Any(parameter => parameter.Name == property.Name));

    private static string Name(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";
}
