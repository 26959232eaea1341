using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Restore;

public class PolicyLawTests
{
    private static readonly NameMap Names = new(
        new Dictionary<string, string> { ["shop"] = "copy", ["net-shared"] = "net-copy" },
        new Dictionary<ResourceId, string> { [ResourceId.Parse("VirtualMachine.kubevirt.io/shop/win")] = "win2" },
        new Dictionary<ResourceId, ResourceId>
        {
            [ResourceId.Parse("StorageClass.storage.k8s.io/ceph-rbd")] = ResourceId.Parse(
                "StorageClass.storage.k8s.io/fast"
            ),
        }
    );

    // Each finds something to do in the samples.
    private static readonly string[] Lines =
    [
        "keep-hostname",
        "map-mac-addresses 02-00-5E-00-53-10=0a:00:00:00:00:01 shop/win,default=02:11:11:11:11:11",
        "generate-mac-addresses 02:aa seed",
        "new-system-serial",
        "set-firmware-uuid shop/win=8D5B0F0A-3c1e-5e2b-9a44-2f1f6f0c9d11",
        "set-system-serial shop/win=s-1",
        "set-chassis-serial shop/win=c-1",
        "set-hostname shop/win=web",
        "clear-firmware-uuid",
        "clear-system-serial",
        "move-off-pod-network net-shared/vlan20",
        "drop-networks net-shared/vlan10",
        "drop-networks pod",
        "set-access-modes ReadWriteOnce",
        "set-volume-mode Filesystem ceph-rbd",
        "round-sizes 3Gi 40Gi",
        "restore-from-snapshots shop/db-root=snap",
        "drop-disks machines=db;names=data",
        "blank-disks is=cdrom names=data",
        "use-target-disks claims=db-root",
        "map-disks shop/db-data=other",
        "hold-run-state",
        "patch-merge kinds=vm {\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"template\":{\"spec\":{\"hostname\":\"x\"}}}}",
        "patch-json kinds=pvc [{\"op\":\"add\",\"path\":\"/spec/new\",\"value\":[1.50]}]",
    ];

    public static TheoryData<string> Policies =>
        [
            .. RestorePresets.Unique.Steps.Concat(RestorePresets.Preserve.Steps).Select(step => step.Name).Distinct(),
            "guide",
            "preserve",
            "unique",
            .. Lines,
        ];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Applied_twice_a_policy_changes_nothing_more(string name) =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var once = Find(name).Apply(Graph(resources), Names);
                var twice = Find(name).Apply(Graph(once.Resources), Names);
                twice
                    .Changes.Select(change =>
                        $"{change.Resource} {change.Path} {change.Before} -> {change.After} {change.Policy}"
                    )
                    .ShouldBeEmpty();
                twice.Skipped.ShouldBeEmpty();
            },
            iter: 20
        );

    [Fact]
    public void The_input_is_never_changed() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var before = resources.Select(Text).ToList();
                RestorePresets.Unique.Apply(Graph(resources), Names);
                resources.Select(Text).ShouldBe(before);
            },
            iter: 20
        );

    [Theory]
    [MemberData(nameof(Policies))]
    public void An_object_without_a_change_keeps_its_bytes(string name) =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var result = Find(name).Apply(Graph(resources));
                var changed = result.Changes.Select(change => change.Resource).ToHashSet();
                var byId = resources.ToDictionary(resource => resource.Id);
                foreach (var resource in result.Resources.Where(resource => !changed.Contains(resource.Id)))
                    resource.Json.Equals(byId[resource.Id].Json).ShouldBeTrue();
            },
            iter: 10
        );

    [Fact]
    public void Each_line_of_a_policy_finds_something_to_do_in_the_samples()
    {
        foreach (var line in Lines)
            Find(line)
                .Apply(Graph(Repository.SampleManifests.Resources), Names, TestContext.Current.CancellationToken)
                .Changes.ShouldContain(change => line.StartsWith(change.Policy, StringComparison.Ordinal), line);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void An_unknown_field_survives_every_policy(string name) =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var withUnknown = resources
                    .Where(resource => resource.At("/spec/x-unknown") is not null)
                    .SelectMany(resource => new[] { resource.Id, Names.Map(resource.Id) })
                    .ToHashSet();
                foreach (
                    var resource in Find(name)
                        .Apply(Graph(resources), Names)
                        .Resources.Where(resource => withUnknown.Contains(resource.Id))
                )
                    Text(resource).ShouldContain("\"number\":1.50,\"big\":123456789012345678901234567890");
            },
            iter: 5
        );

    [Fact]
    public void The_order_of_the_input_does_not_show() =>
        Gen.Select(MutatedSamples.Gen, Gen.Int)
            .Sample(
                (resources, seed) =>
                {
                    var shuffled = resources.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    RestorePresets
                        .Unique.Apply(Graph(shuffled), Names)
                        .ToJson()
                        .ShouldBe(RestorePresets.Unique.Apply(Graph(resources), Names).ToJson());
                },
                iter: 20
            );

    [Fact]
    public void Unknown_fields_and_the_spelling_of_numbers_survive() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var withUnknown = resources
                    .Where(resource => resource.At("/spec/x-unknown") is not null)
                    .Select(resource => Names.Map(resource.Id))
                    .ToHashSet();
                foreach (
                    var resource in RestorePresets
                        .Unique.Apply(Graph(resources), Names)
                        .Resources.Where(resource => withUnknown.Contains(resource.Id))
                )
                    Text(resource).ShouldContain("\"number\":1.50,\"big\":123456789012345678901234567890");
            },
            iter: 20
        );

    [Fact]
    public void A_copy_has_nothing_of_the_original_identity() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var identities = resources.SelectMany(Identities).Distinct().ToList();
                foreach (var resource in RestorePresets.Unique.Apply(Graph(resources), Names).Resources)
                    identities
                        .Where(identity => Text(resource).Contains(identity, StringComparison.Ordinal))
                        .ShouldBeEmpty(resource.Id.ToString());
            },
            iter: 20
        );

    [Fact]
    public void A_mapped_name_is_nowhere_referred_to_any_more() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var old = ResourceId.Parse("StorageClass.storage.k8s.io/ceph-rbd");
                foreach (var edge in Graph(RestorePresets.Preserve.Apply(Graph(resources), Names).Resources).Edges)
                {
                    edge.To.Namespace.ShouldNotBe("shop");
                    edge.To.Namespace.ShouldNotBe("net-shared");
                    edge.To.ShouldNotBe(old);
                }
            },
            iter: 20
        );

    [Fact]
    public void Every_interface_is_an_interface_after() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var byId = resources.ToDictionary(resource => Names.Map(resource.Id), Interfaces);
                foreach (var resource in RestorePresets.Unique.Apply(Graph(resources), Names).Resources)
                    Interfaces(resource).ShouldBe(byId[resource.Id]);
            },
            iter: 20
        );

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_interface_is_an_interface_after_or_is_reported(string name) =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var result = Find(name).Apply(Graph(resources), Names);
                var after = result.Resources.ToDictionary(resource => resource.Id, Interfaces);
                var reported = result
                    .Findings.Where(finding => finding.Id == FindingIds.InterfaceDropped)
                    .Select(finding => finding.Resource)
                    .ToHashSet();
                foreach (
                    var resource in resources.Where(resource =>
                        result.Skipped.All(skipped => skipped.Resource != resource.Id)
                        && !reported.Contains(resource.Id)
                    )
                )
                    after
                        .GetValueOrDefault(resource.Id, after.GetValueOrDefault(Names.Map(resource.Id)))
                        .ShouldBe(Interfaces(resource));
            },
            iter: 5
        );

    [Fact]
    public void What_is_held_and_released_is_as_it_was() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var held = new HoldRunState().Apply(Graph(resources));
                held.Resources.Where(resource =>
                        resource.Id.Kind == Kinds.VirtualMachine && resource.At("/spec") is not null
                    )
                    .ShouldAllBe(resource => resource.StringAt("/spec/runStrategy") == "Halted");
                var released = new ReleaseRunState()
                    .Apply(Graph(held.Resources))
                    .Resources.ToDictionary(resource => resource.Id);
                foreach (var resource in resources)
                {
                    var (before, after) = (
                        JsonNode.Parse(resource.Json.Span)!,
                        JsonNode.Parse(released[resource.Id].Json.Span)!
                    );
                    // A map of annotations that was empty is as good as none.
                    foreach (
                        var metadata in new[] { before["metadata"]!.AsObject(), after["metadata"]!.AsObject() }.Where(
                            metadata => metadata["annotations"] is JsonObject { Count: 0 }
                        )
                    )
                        metadata.Remove("annotations");
                    JsonNode.DeepEquals(before, after).ShouldBeTrue(resource.Id.ToString());
                }
            },
            iter: 50
        );

    [Fact]
    public void What_is_restored_and_required_is_there_or_was_reported() =>
        MutatedSamples.Gen.Sample(
            resources =>
            {
                var result = RestorePresets.Preserve.Apply(Graph(resources));
                var restored = Graph(result.Resources);
                var remade = result
                    .Skipped.Where(skipped => skipped.Outcome == SkipOutcome.MadeAnew)
                    .Select(skipped => skipped.Resource)
                    .ToHashSet();
                foreach (
                    var edge in restored.Edges.Where(edge =>
                        edge.IsRequired && restored.Find(edge.To)!.Value.IsMissing && !remade.Contains(edge.To)
                    )
                )
                    result.Findings.ShouldContain(
                        finding => finding.Message.Contains(edge.To.ToString(), StringComparison.Ordinal),
                        edge.ToString()
                    );
            },
            iter: 20
        );

    private static RestorePolicy Find(string name) =>
        PolicyLines.Read(name)
        ?? new[] { RestorePresets.Guide, RestorePresets.Preserve, RestorePresets.Unique }
            .SelectMany(preset => preset.Steps.Prepend(preset))
            .First(policy => policy.Name == name);

    private static ResourceGraph Graph(IEnumerable<Resource> resources) =>
        ResourceGraph.Create(resources, BuiltInResolvers.Default);

    private static string Text(Resource resource) => Encoding.UTF8.GetString(resource.Json.Span);

    private static int Interfaces(Resource resource) =>
        MachineSpec.PointerIn(resource.Id.Kind) is { } spec
        && resource.At(spec + "/domain/devices/interfaces") is { ValueKind: System.Text.Json.JsonValueKind.Array } list
            ? list.GetArrayLength()
            : 0;

    private static IEnumerable<string> Identities(Resource resource)
    {
        if (MachineSpec.PointerIn(resource.Id.Kind) is not { } spec)
            yield break;
        foreach (
            var path in new[]
            {
                "/domain/firmware/uuid",
                "/domain/firmware/serial",
                "/domain/devices/interfaces/0/macAddress",
                "/domain/devices/interfaces/1/macAddress",
            }
        )
        {
            if (resource.StringAt(spec + path) is { Length: > 0 } value)
                yield return value;
        }
    }
}
