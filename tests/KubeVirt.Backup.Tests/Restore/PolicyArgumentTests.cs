using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>What a policy does with an argument that is none, as a caller who tests one alone may give it.</summary>
public class PolicyArgumentTests
{
    private static readonly string Folder = Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", "Policies");

    private static IEnumerable<RestorePolicy> Policies =>
        Directory
            .EnumerateDirectories(Folder)
            .SelectMany(folder => PolicyCase.Open(folder).Policy.Steps)
            // It knows objects of a target, for which a case has no place: RevisionConflictTests.
            .Append(new SkipRevisionsOfTarget([]))
            .DistinctBy(policy => policy.GetType());

    [Fact]
    public void Each_policy_stands_in_a_case()
    {
        var types = typeof(RestorePolicy).Assembly.GetExportedTypes();
        var policies = types.Where(type => type.IsSubclassOf(typeof(RestorePolicy)) && !type.IsAbstract);

        policies.Except(Policies.Select(policy => policy.GetType())).ShouldBeEmpty();
    }

    [Fact]
    public void A_null_is_refused_by_name()
    {
        var takers = Policies.Where(policy => !Refuses(() => policy.Apply(null!)) || !RefusesToCheck(policy));

        takers.Select(policy => policy.Name).ShouldBeEmpty();
    }

    /// <summary>A policy that checks nothing has nothing to say of a null.</summary>
    private static bool RefusesToCheck(RestorePolicy policy)
    {
        var check = policy.GetType().GetMethod(nameof(RestorePolicy.Check))!;

        return check.DeclaringType == typeof(RestorePolicy) || Refuses(() => policy.Check(null!));
    }

    private static bool Refuses(Action call)
    {
        try
        {
            call();
        }
        catch (ArgumentNullException e)
        {
            return e.ParamName == "context";
        }
        catch (NullReferenceException)
        {
            return false;
        }

        return false;
    }
}
