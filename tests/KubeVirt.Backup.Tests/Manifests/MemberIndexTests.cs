using System.Text;
using CsCheck;
using KubeVirt.Backup.Benchmarks;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Resolvers;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// A reader notes where the members of an object stand. Whoever looks by these notes must see what one sees who reads
/// from the start.
/// </summary>
public class MemberIndexTests
{
    private const string Owners = """
        "ownerReferences" : [ {"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"vm","uid":"u"} ]
        """;

    // The first two of metadata and the first three of the object come always; some keys are written with escapes.
    private static readonly string[] Metadata =
    [
        "\"name\":\"c\"",
        Owners,
        "\n\t\"labels\" : {\"a/b\":\"x\"}",
        "\"annotations\":{\"spec\":\"no\",\"cdi.kubevirt.io/storage.pod.phase\":\"Succeeded\"}",
        "\"managedFields\":[{\"manager\":\"m\",\"k:{\\\"uid\\\":\\\"]\\\"}\":[1]}]",
        "\"a\\\"b:[{\":\"d\"",
        "\"sp\\u0065c\":1",
    ];

    private static readonly string[] Members =
    [
        "\"apiVersion\":\"v1\"",
        "\"kind\" :\"PersistentVolumeClaim\"",
        "\"spec\":{\"storageClassName\":\"fast\",\"dataSource\":{\"kind\":\"PersistentVolumeClaim\",\"name\":\"s\"}}",
        "\"status\":null",
        "\"st\\u0061tus2\":{\"metadata\":{\"name\":\"no\"}}",
    ];

    private static readonly string[] Pointers =
    [
        "",
        "/metadata",
        "/metadata/name",
        "/metadata/labels/a~1b",
        "/metadata/ownerReferences/0/uid",
        "/metadata/managedFields/0/manager",
        "/metadata/a\"b:[{",
        "/metadata/spec",
        "/spec",
        "/spec/dataSource/name",
        "/status",
        "/status2/metadata/name",
        "/kind",
        "/apiVersion",
        "/absent",
        "/metadata/absent/0",
    ];

    private static readonly Gen<(string[] Metadata, string[] Members, int Place, bool Compact)> Object = Gen.Select(
        Some(Metadata, 2),
        Some(Members, 3),
        Gen.Int[0, 3],
        Gen.Bool
    );

    [Fact]
    public void Values_and_references_are_those_that_one_finds_from_the_start() =>
        Object.Sample(
            parts =>
            {
                var json = Text(parts);
                var read = new ManifestReader()
                    .Read(Encoding.UTF8.GetBytes($"[{json}]"), "o.json")
                    .Resources.ShouldHaveSingleItem();
                read.MemberIndex.IsKnown.ShouldBe(
                    !parts
                        .Metadata.Concat(parts.Members)
                        .Any(part => part.Split(':')[0].Contains('\\', StringComparison.Ordinal))
                );
                Same(read, Resource.Parse(json));
            },
            iter: 3000
        );

    [Fact]
    public void The_same_holds_where_managedFields_are_dropped() =>
        Object.Sample(
            parts =>
            {
                var dropped = new ManifestReader(new ManifestOptions { DropManagedFields = true })
                    .Read(Encoding.UTF8.GetBytes($"[{Text(parts)}]"), "o.json")
                    .Resources.ShouldHaveSingleItem();
                dropped.Json().ShouldNotContain("managedFields");
                Same(dropped, Resource.Parse(dropped.Json.ToArray()));
            },
            iter: 3000
        );

    [Fact]
    public void What_an_API_server_writes_is_outlined()
    {
        var folder = Directory.CreateTempSubdirectory("dump");
        try
        {
            Dump.Write(folder.FullName, 2);
            foreach (var file in Directory.EnumerateFiles(folder.FullName))
                new ManifestReader()
                    .Read(File.ReadAllBytes(file), file)
                    .Resources.ShouldAllBe(resource => resource.MemberIndex.IsKnown);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Same(Resource read, Resource plain)
    {
        plain.MemberIndex.IsKnown.ShouldBeFalse();
        foreach (var pointer in Pointers)
        {
            read.At(pointer)?.GetRawText().ShouldBe(plain.At(pointer)?.GetRawText(), pointer);
            (read.At(pointer) is null).ShouldBe(plain.At(pointer) is null, pointer);
            read.StringAt(pointer).ShouldBe(plain.StringAt(pointer), pointer);
        }

        Edges(read).ShouldBe(Edges(plain));
        Edges(read).ShouldContain("StorageClass.storage.k8s.io/fast /spec/storageClassName");
    }

    private static string[] Edges(Resource resource) =>
        [.. ResourceGraph.Create([resource], BuiltInResolvers.Default).Edges.Select(edge => $"{edge.To} {edge.Path}")];

    private static string Text((string[] Metadata, string[] Members, int Place, bool Compact) parts)
    {
        var (comma, end) = parts.Compact ? (",", "}") : (" ,\n  ", "\n}");
        var metadata = "\"metadata\":{" + string.Join(comma, parts.Metadata) + end;
        return "{"
            + string.Join(comma, [.. parts.Members[..parts.Place], metadata, .. parts.Members[parts.Place..]])
            + end;
    }

    /// <summary>The first and some of the others, in any order.</summary>
    private static Gen<string[]> Some(string[] all, int first) =>
        Gen.Select(Gen.Shuffle(all), Gen.Int[0, (1 << all.Length) - 1])
            .Select(
                (shuffled, chosen) =>
                    shuffled
                        .Where(part => Array.IndexOf(all, part) is var n && (n < first || (chosen & (1 << n)) != 0))
                        .ToArray()
            );
}
