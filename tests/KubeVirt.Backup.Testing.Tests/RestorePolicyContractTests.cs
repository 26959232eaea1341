using System.Text.Json.Nodes;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>Our own policies hold the contract of policies, and whoever breaks a law of it is caught.</summary>
public class RestorePolicyContractTests
{
    // One machine with all sorts of disks: each law tries hundreds of odd forms of every object.
    private static readonly IReadOnlyList<Resource> Objects = TestMachines
        .Create("db", "shop")
        .WithDataVolume("root")
        .WithSecret("init")
        .WithService()
        .Running()
        .Resources;

    private static readonly Dictionary<string, (string Name, Action<RestoreContext> Apply)> Broken = new(
        StringComparer.Ordinal
    )
    {
        ["The name stands beside every change"] = ("My Policy", _ => { }),
        ["The same backup gives the same restore"] = ("random", context => Label(context, $"{Guid.NewGuid()}")),
        ["The backup is left as it is"] = ("in-place", context => Scribble.On(context.Original)),
        ["Applied twice a policy changes nothing more"] = ("append", context =>
            Label(context, (context.Original.StringAt("/metadata/labels/app") ?? "") + "x")
        ),
        ["The result is what an API server reads"] = ("nameless", context => context.Draft.Set("/metadata/name", 7)),
        ["Each skip has a reason"] = ("silent", context => context.Skip("")),
        ["No object is too much"] = ("strict", context => throw new InvalidOperationException("What is this?")),
        ["No odd object is too much"] = ("trusting", context =>
        {
            if (context.Id.Kind == Kinds.VirtualMachine)
                _ = context.Original.At("/spec/template/spec/volumes")!.Value.GetArrayLength();
        }),
    };

    public static TheoryData<string> LawNames => [.. Broken.Keys];

    public static TheoryData<string> Policies =>
        [
            .. RestorePresets.All.SelectMany(preset => preset.Steps).Select(step => step.Name).Distinct(),
            .. RestorePresets.All.Select(preset => preset.Name),
        ];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Policies_of_the_presets_hold_it(string name) => RestorePolicyContract.Verify(Find(name), Objects);

    [Theory]
    [MemberData(nameof(LawNames))]
    public void Who_breaks_a_law_is_caught(string law)
    {
        // Copies, as one of them writes into their memory.
        var copies = TestMachines.Examples.Select(o => new Resource(o.Id, o.ApiVersion, o.Json.ToArray()));
        var policy = RestorePolicy.CreateBuilder().Add(Broken[law].Name, Broken[law].Apply).Build("broken");
        var broken = Should.Throw<ContractException>(() => RestorePolicyContract.Verify(policy, copies));
        broken.Breaches.Select(breach => breach.Law).ShouldContain(law, broken.Message);
    }

    [Fact]
    public void Who_hides_the_steps_that_edit_is_caught() =>
        Should
            .Throw<ContractException>(() => RestorePolicyContract.Verify(new Hiding(), Objects))
            .Breaches.Select(breach => breach.Law)
            .ShouldContain("Each change has an author");

    [Fact]
    public void Without_an_example_nothing_is_proven() =>
        Should
            .Throw<ContractException>(() => RestorePolicyContract.Verify(RestorePresets.Unique, []))
            .Message.ShouldContain("There is not one object.");

    private static RestorePolicy Find(string name) =>
        RestorePresets.All.FirstOrDefault(preset => preset.Name == name)
        ?? RestorePresets.All.SelectMany(preset => preset.Steps).First(step => step.Name == name);

    private static void Label(RestoreContext context, string value) =>
        context.Draft.Set("/metadata/labels/app", JsonValue.Create(value));

    /// <summary>Another policy does its work, whose name it does not tell.</summary>
    private sealed class Hiding() : RestorePolicy("hiding")
    {
        private readonly RestorePolicy _hidden = RestorePolicy
            .CreateBuilder()
            .Add("hidden", context => Label(context, "x"))
            .Build();

        public override void Apply(RestoreContext context) => _hidden.Apply(context);
    }
}
