using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

/// <summary>A restore of a restore changes nothing more, whichever preset it is and whatever stands behind it.</summary>
public class PresetLawTests
{
    private static readonly RestorePolicy[] Presets =
    [
        RestorePresets.Guide,
        RestorePresets.Preserve,
        RestorePresets.Unique,
        RestorePresets.InPlace,
        RestorePresets.CopyBeside,
        RestorePresets.DisasterRecovery,
    ];

    private static readonly string[] Folders = ["Policies", "Resolvers", "State"];

    public static TheoryData<string, string> Combinations =>
        [
            .. from preset in Presets
            from addresses in new[] { "", "map-mac-addresses", "generate-mac-addresses" }
            select (preset.Name, addresses),
        ];

    [Theory]
    [MemberData(nameof(Combinations))]
    public void A_preset_applied_to_mutated_samples_changes_nothing_the_second_time(string preset, string addresses) =>
        CsCheck.Check.Sample(
            MutatedSamples.Gen,
            resources => Differences(preset, addresses, resources).ShouldBeEmpty(),
            iter: 10
        );

    [Theory]
    [MemberData(nameof(Combinations))]
    public void A_preset_applied_to_a_fixture_changes_nothing_the_second_time(string preset, string addresses)
    {
        var fixtures = Fixtures().ToList();
        fixtures.Count.ShouldBeGreaterThan(60);

        foreach (var file in fixtures)
        {
            var resources = new ManifestReader().Read(File.ReadAllBytes(file), "input").Resources;

            Differences(preset, addresses, resources).ShouldBeEmpty(file);
        }
    }

    private static IEnumerable<string> Fixtures() =>
        from folder in Folders
        let path = Repository.PathOf("tests", "KubeVirt.Backup.Tests", "Fixtures", folder)
        from file in Directory.EnumerateFiles(path, "input.yaml", SearchOption.AllDirectories)
        orderby file
        select file;

    /// <summary>
    /// What the second restore made of the result of the first. An address may be cleared and given again on the way.
    /// </summary>
    private static List<string> Differences(string preset, string addresses, IEnumerable<Resource> resources)
    {
        var input = resources.DistinctBy(resource => resource.Id).ToList();
        var policy = Pipeline(preset, addresses, input);
        var once = policy.Apply(Graph(input)).Resources.ToList();
        var twice = policy.Apply(Graph(once)).Resources.ToDictionary(resource => resource.Id);

        return
        [
            .. from resource in once
            where !twice.TryGetValue(resource.Id, out var again) || !HasSameContent(resource, again)
            select $"{resource.Id}: {Text(resource)} -> {Text(twice.GetValueOrDefault(resource.Id))}",
        ];
    }

    private static bool HasSameContent(Resource one, Resource other) =>
        JsonElement.DeepEquals(one.At("")!.Value, other.At("")!.Value);

    private static string Text(Resource? resource) =>
        resource is null ? "skipped" : Encoding.UTF8.GetString(resource.Json.Span);

    private static RestorePolicy Pipeline(string preset, string addresses, List<Resource> input)
    {
        var builder = RestorePolicy.CreateBuilder().Add(Presets.Single(policy => policy.Name == preset));
        if (addresses == "map-mac-addresses")
            builder.MapMacAddresses(MapOf(input));
        else if (addresses == "generate-mac-addresses")
            builder.GenerateMacAddresses("02:aa");

        return builder.Build();
    }

    /// <summary>A new address for every one that is there.</summary>
    private static Dictionary<string, string> MapOf(List<Resource> input) =>
        input
            .SelectMany(resource => IdentityValue.In(resource, isLive: false))
            .Where(value => value.Field == IdentityCollision.MacAddresses)
            .Select(value => value.Value)
            .Distinct()
            .Index()
            .ToDictionary(address => address.Item, address => $"0a:ff:ff:00:00:{address.Index:x2}");

    private static ResourceGraph Graph(IEnumerable<Resource> resources) =>
        ResourceGraph.Create(resources, BuiltInResolvers.Default);
}
