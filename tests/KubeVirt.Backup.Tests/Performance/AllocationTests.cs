using System.Globalization;
using KubeVirt.Backup.Benchmarks;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Manifests;
using KubeVirt.Backup.Resolvers;
using KubeVirt.Backup.Restore;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Performance;

/// <summary>
/// What an object costs in memory, by the runtime's own counter: the same on every machine. Times are for benchmarks to
/// tell.
/// </summary>
public sealed class AllocationTests : IDisposable
{
    private const int Machines = 100;
    private readonly DirectoryInfo _dump = Directory.CreateTempSubdirectory("dump");

    public AllocationTests() => Dump.Write(_dump.FullName, Machines);

    public void Dispose() => _dump.Delete(recursive: true);

    [Fact]
    public void A_dump_has_eleven_objects_for_each_machine() => Read().Count.ShouldBe(11 * Machines);

    [Fact]
    public void Reading_an_object_costs_less_than_600_bytes_beside_its_own()
    {
        var files = Files();
        Bytes(() => files.ForEach(file => new ManifestReader().Read(file, "dump")))
            .ShouldBeLessThan(600 * 11 * Machines);
    }

    [Fact]
    public void A_file_of_one_object_takes_no_block_of_memory_where_managedFields_are_dropped()
    {
        var file = "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}"u8.ToArray();
        var reader = new ManifestReader(new ManifestOptions { DropManagedFields = true });
        Bytes(() => reader.Read(file, "a.json")).ShouldBeLessThan(20 * 1024);
    }

    [Fact]
    public void Resolving_an_object_costs_less_than_a_kilobyte()
    {
        var resources = Read();
        Resolve(resources).ShouldBeGreaterThan(3 * 11 * Machines);
        Bytes(() => Resolve(resources)).ShouldBeLessThan(1024 * 11 * Machines);
    }

    [Fact]
    public void A_graph_costs_less_than_1600_bytes_for_each_object()
    {
        var resources = Few();
        Bytes(() => ResourceGraph.Create(resources, BuiltInResolvers.Default).Sets.Count.ShouldBeGreaterThan(2))
            .ShouldBeLessThan(1600 * resources.Count);
    }

    [Fact]
    public void Restoring_an_object_by_a_preset_costs_less_than_10_kilobytes()
    {
        var resources = Few();
        var graph = ResourceGraph.Create(resources, BuiltInResolvers.Default);
        Bytes(() => RestorePresets.Preserve.Apply(graph).Sets.Count.ShouldBeGreaterThan(2))
            .ShouldBeLessThan(10 * 1024 * resources.Count);
    }

    /// <summary>Few enough to be one chunk, which this thread works through: others do not count here.</summary>
    private List<Resource> Few() => [.. Read().Where(resource => Number(resource) < 40)];

    private static int Number(Resource resource) =>
        int.Parse(resource.Id.Name.Split('-').First(part => part.All(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    private static int Resolve(List<Resource> resources)
    {
        var (references, count) = (new ReferenceCollector(), 0);
        foreach (var resource in resources)
        {
            references.Clear();
            foreach (var resolver in BuiltInResolvers.Default.For(resource.Id.Kind))
                resolver.Resolve(resource, references);
            count += references.References.Count;
        }

        return count;
    }

    private List<byte[]> Files() =>
        [.. Directory.EnumerateFiles(_dump.FullName).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private List<Resource> Read() => [.. Files().SelectMany(file => new ManifestReader().Read(file, "dump").Resources)];

    /// <summary>The second time, when all is compiled and cached that is compiled and cached once.</summary>
    private static long Bytes(Action act)
    {
        act();
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
