#!/usr/bin/env dotnet
#:project ../../src/KubeVirt.Backup/KubeVirt.Backup.csproj
#:project ../../src/KubeVirt.Backup.Testing/KubeVirt.Backup.Testing.csproj
#:property PublishAot=false
// A restore policy of one's own and its test, in one file: copies get half of the memory and a label. The contract tries it
// on all sorts of objects; the examples say what it is for. Take the policy and the checks into your own tests.
using System.CommandLine;
using KubeVirt.Backup;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using KubeVirt.Backup.Testing;

var command = new RootCommand("Tests a restore policy: halve-memory, which makes copies smaller than the original.");

return await SampleCommand.RunAsync(args, command, (_, _) =>
{
    var policy = RestorePolicy
        .CreateBuilder()
        .When(restore => restore.Id.Kind == Kinds.VirtualMachine, machines => machines.Add("halve-memory", HalveMemory))
        .Build("small-copy");
    (string Name, Action Test)[] tests =
    [
        ("It holds the contract of policies", () => RestorePolicyContract.Verify(policy, TestMachines.Examples)),
        ("Half of 8Gi is 4Gi", () => Expect("4Gi", MemoryOf(Restore(policy, "8Gi")))),
        ("What it does not understand stays as it is", () => Expect("a lot", MemoryOf(Restore(policy, "a lot")))),
        ("The change names its author", () => Expect("halve-memory", AuthorOf(Restore(policy, "8Gi")))),
    ];

    var failed = tests.Count(test => !Passes(test.Name, test.Test));
    SampleConsole.WriteLine($"{tests.Length - failed} passed, {failed} failed");
    return Task.FromResult(failed == 0 ? 0 : 1);
});

static void HalveMemory(RestoreContext restore)
{
    const string Memory = "/spec/template/spec/domain/memory/guest";
    // A copy of a copy is not smaller still.
    if (restore.Draft.StringAt("/metadata/labels/half-of") is not null)
        return;
    if (restore.Draft.StringAt(Memory) is not { } memory || !memory.EndsWith("Gi", StringComparison.Ordinal))
        return;
    if (!int.TryParse(memory[..^2], out var gibibytes) || gibibytes < 2)
        return;

    restore.Draft.Set(Memory, $"{gibibytes / 2}Gi");
    restore.Draft.Set("/metadata/labels/half-of", memory);
}

static RestoreResult Restore(RestorePolicy policy, string memory)
{
    var machine = Resource.Parse(
        $$"""
        {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"db","namespace":"shop"},
         "spec":{"runStrategy":"Halted","template":{"spec":{"domain":{"memory":{"guest":"{{memory}}"},"devices":{} } } } } }
        """
    );
    return policy.Apply(ResourceGraph.Create([machine], BuiltInResolvers.Default));
}

static string? MemoryOf(RestoreResult result) =>
    result.Resources.Single().StringAt("/spec/template/spec/domain/memory/guest");

static string? AuthorOf(RestoreResult result) => result.Changes.Select(change => change.Policy).Distinct().Single();

static void Expect(string expected, string? actual)
{
    if (actual != expected)
        throw new InvalidOperationException($"'{expected}' was expected, and '{actual}' came.");
}

static bool Passes(string name, Action test)
{
    try
    {
        test();
        SampleConsole.WriteLine($"+ {name}");
        return true;
    }
    catch (Exception e)
    {
        SampleConsole.WriteLine($"- {name}: {e.Message}");
        return false;
    }
}
