using System.Reflection;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>
/// A policy has one name: that of its class is that of the method that adds it, and in small letters with hyphens it
/// stands beside its changes.
/// </summary>
public partial class PolicyNameTests
{
    /// <summary>Policies of which one class makes several, one for each value of its first option.</summary>
    private static readonly Type[] ByOption =
    [
        typeof(SkipClass),
        typeof(NewSerial),
        typeof(SetIdentity),
        typeof(ClearIdentity),
    ];

    private static IEnumerable<Type> Policies =>
        typeof(RestorePolicy).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(RestorePolicy)));

    private static IEnumerable<MethodInfo> Methods =>
        from type in typeof(RestorePolicy).Assembly.GetExportedTypes()
        where type.Name.EndsWith("PolicyExtensions", StringComparison.Ordinal)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        select method;

    [Fact]
    public void A_policy_is_added_by_a_method_of_its_name()
    {
        // MapNames adds all three steps, since one without the others leaves names behind.
        Type[] ofMapNames = [typeof(MapReferences), typeof(MapNameTexts)];
        var classes = Policies.Except(ofMapNames).Select(type => type.Name);

        Methods.Select(method => method.Name).Order().ShouldBe(classes.Order());
    }

    [Fact]
    public void A_policy_bears_the_name_of_its_class()
    {
        var named = Policies.Except(ByOption).Select(type => (Class: type.Name, Policy: NameOf(type))).ToList();

        named.Count.ShouldBeGreaterThan(30);
        named.Where(pair => pair.Policy is not null).ShouldAllBe(pair => pair.Policy == Kebab(pair.Class));
    }

    [Fact]
    public void The_pages_of_policies_name_each_by_both_names()
    {
        var page = PolicyPages.Text;

        foreach (var method in Methods)
            page.ShouldContain($"`{method.Name}`");
        foreach (var type in Policies.Except(ByOption))
            page.ShouldContain($"| {Kebab(type.Name)} |");
    }

    /// <summary>The name of a policy that needs no options, or names itself by the default of one.</summary>
    private static string? NameOf(Type type)
    {
        var constructor = type.GetConstructors().Single();
        var parameters = constructor.GetParameters();
        if (parameters.SingleOrDefault(parameter => parameter.Name == "name") is { } name)
            return (string?)name.DefaultValue;

        return parameters.All(parameter => parameter.HasDefaultValue)
            ? ((RestorePolicy)constructor.Invoke([.. parameters.Select(parameter => parameter.DefaultValue)])).Name
            : null;
    }

    private static string Kebab(string name) => Capital().Replace(name, "-$0").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
