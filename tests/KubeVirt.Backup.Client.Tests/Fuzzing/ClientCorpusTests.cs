using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>What runs of the fuzzer kept, and what once broke a promise.</summary>
public class ClientCorpusTests
{
    public static TheoryData<string> Targets => [.. ClientTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_input_of_the_corpus_breaks_a_promise(string name)
    {
        var target = ClientTargets.All.Single(target => target.Name == name);

        FuzzCorpus.Replay(target, Repository.Root).ShouldBeEmpty();
    }
}
