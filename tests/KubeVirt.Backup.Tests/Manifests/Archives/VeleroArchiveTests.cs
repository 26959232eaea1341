using System.Text;
using System.Text.Json;
using CsCheck;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Planning;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Manifests;

public sealed class VeleroArchiveTests : IDisposable
{
    private const string Claim =
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"a","namespace":"ns"}}""";
    private const string Machine =
        """{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","metadata":{"name":"vm","namespace":"ns"},"spec":{"n":1.50}}""";
    private const string Class =
        """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder.FullName, "backup.tar.gz");

    // pkg/backup/item_backupper.go: each item twice, without and with its version; the version first of all.
    [Fact]
    public async Task What_velero_writes_is_read_each_object_once_with_its_bytes()
    {
        var set = await ReadAsync(AsVelero().GZip());
        set.Findings.ShouldBeEmpty();
        set.Resources.Select(resource => resource.Id.ToString())
            .ShouldBe([
                "VirtualMachine.kubevirt.io/ns/vm",
                "PersistentVolumeClaim/ns/a",
                "StorageClass.storage.k8s.io/fast",
            ]);
        set.Resources.Select(resource => resource.Json()).ShouldBe([Machine, Claim, Class]);
    }

    [Theory]
    [InlineData("1\n")]
    [InlineData("1.0")]
    [InlineData("1.1.0\n")]
    [InlineData("1.1.7")]
    [InlineData(null)]
    public async Task Old_and_new_versions_are_read_and_archives_that_tell_none(string? version)
    {
        var tar = version is null ? new Tar() : new Tar().File("metadata/version", version);
        (await ReadAsync(tar.File("resources/persistentvolumeclaims/namespaces/ns/a.json", Claim).GZip()))
            .Resources.ShouldHaveSingleItem()
            .Json()
            .ShouldBe(Claim);
    }

    [Fact]
    public async Task What_GNU_tar_keeps_of_times_is_no_part_of_a_name() =>
        (await ReadAsync(new Tar().Gnu("resources/persistentvolumeclaims/namespaces/ns/a.json", Claim).GZip()))
            .Resources.ShouldHaveSingleItem()
            .Json()
            .ShouldBe(Claim);

    [Fact]
    public async Task A_plain_tar_is_read_whatever_its_name() =>
        (await ReadAsync(AsVelero().End())).Resources.Count.ShouldBe(3);

    [Fact]
    public async Task Folders_other_files_long_names_and_global_headers_are_no_matter()
    {
        var name = new string('n', 200);
        var tar = new Tar()
            .Entry("comment", Encoding.UTF8.GetBytes("11 a=bcdef\n"), 'g')
            .Entry("./", [], '5')
            .File("./metadata/version", "1.1.0\n")
            .File("velero-backup.json", "{}")
            .Entry("././@LongLink", Encoding.UTF8.GetBytes($"./resources/pods/namespaces/ns/{name}.json\0"), 'L')
            .File("cut", Pod(name))
            .Pax(("mtime", "1.5"), ("path", $"resources/pods/namespaces/ns/p{name}.json"))
            .File("cut", Pod("p" + name));
        var set = await ReadAsync(tar.GZip());
        set.Findings.ShouldBeEmpty();
        set.Names().ShouldBe([name, "p" + name]);
    }

    // With EnableAPIGroupVersions velero keeps an object in every version the server has.
    [Fact]
    public async Task Of_many_versions_the_one_without_folder_is_read_then_the_preferred_then_the_first()
    {
        const string at = "resources/horizontalpodautoscalers.autoscaling/";
        var v1 = Scaler("v1");
        var v2 = Scaler("v2");
        (
            await ReadAsync(
                new Tar()
                    .File(at + "v1/namespaces/ns/a.json", v1)
                    .File(at + "v2-preferredversion/namespaces/ns/a.json", v2)
                    .File(at + "namespaces/ns/a.json", v2)
                    .GZip()
            )
        ).ShouldSatisfyAllConditions(
            set => set.Findings.ShouldBeEmpty(),
            set => set.Resources.ShouldHaveSingleItem().Json().ShouldBe(v2)
        );
        (
            await ReadAsync(
                new Tar()
                    .File(at + "v1/namespaces/ns/a.json", v1)
                    .File(at + "v2-preferredversion/namespaces/ns/a.json", v2)
                    .GZip()
            )
        )
            .Resources.ShouldHaveSingleItem()
            .Json()
            .ShouldBe(v2);
        (
            await ReadAsync(
                new Tar().File(at + "v2/namespaces/ns/a.json", v2).File(at + "v1/namespaces/ns/a.json", v1).GZip()
            )
        )
            .Resources.ShouldHaveSingleItem()
            .Json()
            .ShouldBe(v1);
        var differs = await ReadAsync(
            new Tar()
                .File(at + "v2-preferredversion/namespaces/ns/a.json", v1)
                .File(at + "namespaces/ns/a.json", v2)
                .GZip()
        );
        differs.Resources.ShouldHaveSingleItem().Json().ShouldBe(v2);
        differs
            .OnlyFinding(FindingIds.DuplicateResource)
            .Message.ShouldStartWith(
                $"x: '{at}v2-preferredversion/namespaces/ns/a.json' differs from '{at}namespaces/ns/a.json', which is read"
            );
    }

    [Fact]
    public async Task What_is_amiss_with_one_object_is_a_finding_and_the_others_are_read()
    {
        var set = await ReadAsync(
            new Tar()
                .File("resources/pods/namespaces/ns/broken.json", """{"apiVersion":"v1",""")
                .File("resources/pods/namespaces/ns/empty.json", "")
                .File("resources/pods/namespaces/ns/other.json", Pod("name"))
                .File("resources/pods/namespaces/elsewhere/b.json", Pod("b"))
                .File("resources/pods/cluster/c.json", Pod("c"))
                .File("resources/pods/namespaces/ns/d.yaml", Pod("d"))
                .File("resources/pods/namespaces/ns/gzip.json", "\u001f\u008b\0")
                .File("resources/pods/namespaces/ns/good.json", Pod("good"))
                .GZip()
        );
        set.Names().ShouldBe(["name", "b", "c", "good"]);
        set.Findings.Select(finding => $"{finding.Id} {finding.Message.Split(". ")[0]}")
            .ShouldBe([
                "KVB2007 x: 'resources/pods/namespaces/ns/d.yaml' stands where Velero keeps no object, and is not read",
                "KVB2001 x: resources/pods/namespaces/ns/broken.json, document 1, line 1: the JSON breaks off at byte 18: the text ends before the object does",
                "KVB2002 x: resources/pods/namespaces/ns/empty.json, document 1, line 1: the entry is empty",
                "KVB2007 x: resources/pods/namespaces/ns/other.json: the entry holds Pod/ns/name, and is read as that",
                "KVB2007 x: resources/pods/namespaces/elsewhere/b.json: the entry holds Pod/ns/b, and is read as that",
                "KVB2007 x: resources/pods/cluster/c.json: the entry holds Pod/ns/c, and is read as that",
                "KVB2001 x: resources/pods/namespaces/ns/gzip.json, document 1, line 1: a NUL byte stands here, so this is neither YAML nor JSON",
                "KVB2002 x: resources/pods/namespaces/ns/gzip.json, document 1, line 1: a single value stands where an object with apiVersion, kind and metadata belongs",
            ]);
    }

    [Fact]
    public async Task The_folder_says_the_namespace_of_an_object_that_says_none() =>
        (
            await ReadAsync(
                new Tar()
                    .File(
                        "resources/pods/namespaces/ns/a.json",
                        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}"""
                    )
                    .GZip()
            )
        ).ShouldSatisfyAllConditions(
            set => set.Findings.ShouldBeEmpty(),
            set => set.Resources.ShouldHaveSingleItem().Id.ToString().ShouldBe("Pod/ns/a")
        );

    [Fact]
    public async Task The_samples_come_back_with_their_bytes()
    {
        var set = await ReadAsync(await WriteAsync(Repository.SampleManifests.Resources));
        set.Findings.ShouldBeEmpty();
        ShouldEqual(set.Resources, Repository.SampleManifests.Resources);
    }

    [Fact]
    public void Any_objects_come_back_with_their_bytes_and_their_order_does_not_show() =>
        Gen.Select(Objects, Gen.Int)
            .Sample(
                (resources, seed) =>
                {
                    var archive = WriteAsync(resources).GetAwaiter().GetResult();
                    var set = ReadAsync(archive).GetAwaiter().GetResult();
                    set.Findings.ShouldBeEmpty();
                    ShouldEqual(set.Resources, resources);
                    var shuffled = resources.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    WriteAsync(shuffled).GetAwaiter().GetResult().ShouldBe(archive);
                },
                iter: 300
            );

    [Fact]
    public async Task The_plan_of_an_archive_is_the_plan_of_the_manifests()
    {
        await VeleroArchive.WriteFileAsync(Repository.SampleManifests.Resources, Target, Cancel);
        using var input = new MemoryStream(await File.ReadAllBytesAsync(Target, Cancel));
        var expected = BackupPlanner.Plan(Repository.SampleManifests).ToJson();
        foreach (
            var set in new[]
            {
                await new ManifestReader().ReadPathsAsync([Target], Cancel),
                await new ManifestReader().ReadInputAsync(["-"], input, Cancel),
            }
        )
            BackupPlanner
                .Plan(set.Resources, new PlanOptions { Findings = [.. set.Findings] })
                .ToJson()
                .ShouldBe(expected);
    }

    [Fact]
    public async Task A_file_is_written_whole_for_its_owner_alone_or_not_at_all()
    {
        await VeleroArchive.WriteFileAsync([Resource.Parse(Claim)], Target, Cancel);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Target).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var before = await File.ReadAllBytesAsync(Target, Cancel);
        (await Should.ThrowAsync<IOException>(() => VeleroArchive.WriteFileAsync([], Target, Cancel))).Message.ShouldBe(
            $"{Target} exists. Name a file that is absent."
        );
        (await File.ReadAllBytesAsync(Target, Cancel)).ShouldBe(before);
        var other = Path.Combine(_folder.FullName, "other.tar.gz");
        await Should.ThrowAsync<OperationCanceledException>(() =>
            VeleroArchive.WriteFileAsync([Resource.Parse(Claim)], other, new CancellationToken(canceled: true))
        );
        await Should.ThrowAsync<ArgumentException>(() =>
            VeleroArchive.WriteFileAsync([Resource.Parse(Claim), Resource.Parse(Claim)], other, Cancel)
        );
        Directory.GetFileSystemEntries(_folder.FullName).ShouldBe([Target]);
    }

    [Fact]
    public async Task What_was_broken_off_is_no_archive()
    {
        using var cancel = new CancellationTokenSource();
        using var stream = new MemoryStream();
        var big = Resource.Parse(
            $$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"z"},"data":{"x":"{{{Convert.ToBase64String(new Random(1).GetItems<byte>([1, 2, 3, 4, 5], 400_000))}}}"}}"""
        );
        IEnumerable<Resource> Broken()
        {
            yield return Resource.Parse(Claim);
            yield return big;
        }

        await Should.ThrowAsync<OperationCanceledException>(() =>
            VeleroArchive.WriteAsync(Broken(), new CancellingStream(stream, cancel), cancel.Token)
        );
        await Should.ThrowAsync<ArchiveException>(() => ReadAsync(stream.ToArray()));
    }

    [Fact]
    public async Task Two_objects_of_one_entry_are_reported_by_their_ids()
    {
        Resource[] resources =
        [
            Resource.Parse("""{"apiVersion":"x.io/v1","kind":"Foo","metadata":{"name":"a"}}"""),
            Resource.Parse("""{"apiVersion":"x.io/v1","kind":"FOO","metadata":{"name":"a"}}"""),
        ];
        (await Should.ThrowAsync<ArgumentException>(() => WriteAsync(resources))).Message.ShouldStartWith(
            "Foo.x.io/a and FOO.x.io/a would both be resources/foos.x.io/cluster/a.json. Remove one of them."
        );
    }

    [Fact]
    public void Plural_names_are_those_of_the_real_definitions()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Shared("crds"), "*.yaml"))
        {
            foreach (var definition in new ManifestReader().Read(File.ReadAllBytes(file), file).Resources)
                KindNames
                    .Resource(
                        new GroupKind(definition.StringAt("/spec/group")!, definition.StringAt("/spec/names/kind")!)
                    )
                    .ShouldBe(definition.Id.Name);
        }
    }

    [Theory]
    [InlineData("Pod", "pods")]
    [InlineData("Endpoints", "endpoints")]
    [InlineData("StorageClass.storage.k8s.io", "storageclasses.storage.k8s.io")]
    [InlineData("NetworkPolicy.networking.k8s.io", "networkpolicies.networking.k8s.io")]
    [InlineData("NetworkAttachmentDefinition.k8s.cni.cncf.io", "network-attachment-definitions.k8s.cni.cncf.io")]
    public void Plural_names_follow_the_rules_of_Kubernetes(string kind, string expected) =>
        KindNames.Resource(GroupKind.Parse(kind)).ShouldBe(expected);

    [Fact]
    public async Task Reading_can_be_cancelled() =>
        await Should.ThrowAsync<OperationCanceledException>(() =>
            VeleroArchive.ReadAsync(
                new MemoryStream(AsVelero().GZip()),
                "x",
                null,
                new CancellationToken(canceled: true)
            )
        );

    public void Dispose() => _folder.Delete(recursive: true);

    private static readonly Gen<IReadOnlyList<Resource>> Objects = Gen.Select(
            Gen.Int[0, 5]
                .Select(i =>
                    new[]
                    {
                        "v1/Pod",
                        "v1/ServiceAccount",
                        "x.io/v1beta1/Policy",
                        "x.io/v2/Bus",
                        "storage.k8s.io/v1/StorageClass",
                        "kubevirt.io/v1/VirtualMachine",
                    }[i]
                ),
            Gen.String[Gen.Char["ab.-:_\u00e9\u4e2d"], 1, 120].Where(ResourceId.IsName),
            Gen.String[Gen.Char["abc-"], 1, 60].Where(ResourceId.IsName),
            JsonGen.Value
        )
        .Select(
            (kind, name, ns, value) =>
                Resource.Parse(
                    Text(kind[..kind.LastIndexOf('/')], kind[(kind.LastIndexOf('/') + 1)..], ns, name, value)
                )
        )
        .Array[0, 20]
        .Select(resources => (IReadOnlyList<Resource>)[.. resources.DistinctBy(resource => resource.Id)]);

    private static string Text(string apiVersion, string kind, string ns, string name, string value) =>
        $$"""{"kind":"{{kind}}","apiVersion":"{{apiVersion}}", "metadata":{"name":{{JsonSerializer.Serialize(name)}},"namespace":{{JsonSerializer.Serialize(ns)}}},"v":{{value}}}""";

    private static string Pod(string name) => Text("v1", "Pod", "ns", name, "1");

    private static string Scaler(string version) =>
        Text("autoscaling/" + version, "HorizontalPodAutoscaler", "ns", "a", "1");

    private static Tar AsVelero() =>
        new Tar()
            .File("metadata/version", "1.1.0\n")
            .File("resources/virtualmachines.kubevirt.io/namespaces/ns/vm.json", Machine)
            .File("resources/virtualmachines.kubevirt.io/v1-preferredversion/namespaces/ns/vm.json", Machine)
            .File("resources/persistentvolumeclaims/namespaces/ns/a.json", Claim)
            .File("resources/persistentvolumeclaims/v1-preferredversion/namespaces/ns/a.json", Claim)
            .File("resources/storageclasses.storage.k8s.io/cluster/fast.json", Class)
            .File("resources/storageclasses.storage.k8s.io/v1-preferredversion/cluster/fast.json", Class);

    private static Task<ManifestSet> ReadAsync(byte[] archive) =>
        VeleroArchive.ReadAsync(new MemoryStream(archive), "x", null, Cancel);

    private static async Task<byte[]> WriteAsync(IEnumerable<Resource> resources)
    {
        using var stream = new MemoryStream();
        await VeleroArchive.WriteAsync(resources, stream, Cancel);
        return stream.ToArray();
    }

    private static void ShouldEqual(IEnumerable<Resource> actual, IEnumerable<Resource> expected) =>
        actual
            .OrderBy(resource => resource.Id)
            .Select(resource => $"{resource.Id} {resource.ApiVersion} {resource.Json()}")
            .ShouldBe(
                expected
                    .OrderBy(resource => resource.Id)
                    .Select(resource => $"{resource.Id} {resource.ApiVersion} {resource.Json()}")
            );

    /// <summary>Cancels with the first bytes that are written.</summary>
    private sealed class CancellingStream(Stream inner, CancellationTokenSource cancel) : MemoryStream
    {
        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            await inner.WriteAsync(buffer, CancellationToken.None);
            await cancel.CancelAsync();
        }

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer);
    }
}
