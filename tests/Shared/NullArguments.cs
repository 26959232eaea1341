using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace KubeVirt.Backup;

/// <summary>
/// Calls what a package offers with a null where its signature takes none: each must say so at once, by the name of an
/// argument, rather than fail somewhere within.
/// </summary>
internal static class NullArguments
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The methods and constructors of an assembly that take nulls, one of them for their first argument.</summary>
    public static async Task<IReadOnlyList<string>> TakenAsync(Assembly assembly)
    {
        var taken = new List<string>();
        foreach (var (method, target) in assembly.GetExportedTypes().SelectMany(Callable))
        {
            var names = method.GetParameters().Select(parameter => parameter.Name).ToList();
            if (await FailureAsync(method, target) is not ArgumentException e || !names.Contains(e.ParamName))
                taken.Add($"{method.DeclaringType!.Name}.{method.Name}({names[0]})");
        }

        return [.. taken.Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<(MethodBase Method, object? Target)> Callable(Type type)
    {
        if (type.IsAssignableTo(typeof(Delegate)) || type.IsAssignableTo(typeof(Exception)) || type.IsInterface)
            return [];

        // A record takes what it is given, as all records do.
        var isRecord = type.GetMethod("<Clone>$") is not null || type.IsValueType;
        var constructors = isRecord || type.IsAbstract ? [] : type.GetConstructors();
        var instance = InstanceOf(type);
        var methods = type.GetMethods()
            .Where(method => method.DeclaringType == type && (method.IsStatic || instance is not null))
            .Where(method => !method.IsSpecialName && !method.ContainsGenericParameters && method.Name != "Equals");

        return constructors
            .Select(constructor => ((MethodBase)constructor, (object?)null))
            .Concat(methods.Select(method => ((MethodBase)method, method.IsStatic ? null : instance)))
            .Where(call => call.Item1.GetParameters() is [var first, ..] && TakesNoNull(first))
            .Where(call => !call.Item1.GetParameters().Any(parameter => parameter.ParameterType.IsByRefLike));
    }

    private static bool TakesNoNull(ParameterInfo parameter) =>
        !parameter.ParameterType.IsValueType
        && !parameter.ParameterType.IsByRef
        && Nullability.Create(parameter).WriteState == NullabilityState.NotNull;

    /// <summary>An object of a type, where it offers one without anything being given.</summary>
    private static object? InstanceOf(Type type)
    {
        var isIncomplete = type.IsDefined(typeof(RequiredMemberAttribute));
        if (type.IsAbstract || type.ContainsGenericParameters || isIncomplete)
            return null;

        var ready = type.GetProperties(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(property => property.PropertyType == type);
        if (ready is not null)
            return ready.GetValue(null);

        return type.GetConstructor([]) is { } constructor ? constructor.Invoke([]) : null;
    }

    private static async Task<Exception?> FailureAsync(MethodBase method, object? target)
    {
        var arguments = method.GetParameters().Select(parameter => DefaultOf(parameter.ParameterType)).ToArray();
        try
        {
            var result = method is ConstructorInfo constructor
                ? constructor.Invoke(arguments)
                : method.Invoke(target, arguments);
            if (result is Task task)
                await task;
            else if (result is ValueTask valueTask)
                await valueTask;
            else if (AsTask(result) is { } pending)
                await pending;
            else if (result is IEnumerable items and not string)
                items.GetEnumerator().MoveNext();
            return null;
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException;
        }
#pragma warning disable CA1031 // Whatever it is, it is looked at.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    private static Task? AsTask(object? result) =>
        result?.GetType().Name.StartsWith("ValueTask`", StringComparison.Ordinal) == true
            ? (Task)result.GetType().GetMethod("AsTask")!.Invoke(result, [])!
            : null;

    private static object? DefaultOf(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
