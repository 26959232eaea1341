using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>What runs of the fuzzer kept, and what once broke a promise.</summary>
public class CorpusTests
{
    public static TheoryData<string> Targets => [.. PureTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_of_the_corpus_breaks_a_promise(string name)
    {
        var target = PureTargets.All.Single(target => target.Name == name);

        FuzzCorpus.Replay(target, Repository.Root).ShouldBeEmpty();
    }

    [Fact]
    public void A_broken_promise_is_noticed() =>
        Should
            .Throw<BrokenPromiseException>(() => Promise.That(1 > 2, $"{1} is not more than {2}"))
            .Message.ShouldBe("1 is not more than 2");

    [Fact]
    public void A_recipe_edits_the_fixture_that_it_chooses()
    {
        var plain = Recipes.Make([0, 0]);
        var edited = Recipes.Make([0, 0, 0, 0, 0, 0, 0]);

        plain.ShouldNotBe(edited);
        Recipes.Make([0, 0, 0, 0, 0, 0, 0]).ShouldBe(edited);
    }
}
