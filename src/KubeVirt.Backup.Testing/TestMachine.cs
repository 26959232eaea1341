using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing;

/// <summary>
/// One machine as a cluster holds it, with all that belongs to it. Each method gives another machine; this one stays as
/// it is.
/// </summary>
/// <remarks>
/// Sources: KubeVirt api/core/v1/schema.go (Volume, Disk), pkg/virt-controller/services/template.go (labels of launcher pods);
/// CDI pkg/apis/core/v1beta1/types.go (DataVolume).
/// </remarks>
public sealed class TestMachine
{
    /// <summary>The StorageClass of all its claims.</summary>
    internal const string StorageClass = "fast";
    private readonly IReadOnlyList<TestDisk> _disks;
    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly bool _hasService;

    /// <summary>A machine that is stopped, without disks.</summary>
    internal TestMachine(ResourceId id)
        : this(id, [], new Dictionary<string, string> { ["app"] = id.Name }, isRunning: false, hasService: false) { }

    /// <summary>A copy with something changed: each method of this class gives one.</summary>
    private TestMachine(
        ResourceId id,
        IReadOnlyList<TestDisk> disks,
        IReadOnlyDictionary<string, string> labels,
        bool isRunning,
        bool hasService
    )
    {
        Id = id;
        _disks = disks;
        _labels = labels;
        IsRunning = isRunning;
        _hasService = hasService;
    }

    /// <summary>The VirtualMachine.</summary>
    public ResourceId Id { get; }

    /// <summary>The VirtualMachineInstance, which is there while it runs: the guest to freeze.</summary>
    public ResourceId Guest => Id.WithKind(Kinds.VirtualMachineInstance);

    /// <summary>Whether it runs, with an instance, a launcher pod and a guest agent. Default: no.</summary>
    public bool IsRunning { get; }

    /// <summary>With a disk of a DataVolume that its template makes, and the claim of it: <c>machine-disk</c>.</summary>
    /// <param name="disk">The name of the disk, unique in the machine.</param>
    public TestMachine WithDataVolume(string disk) => With(TestDiskKind.DataVolume, disk);

    /// <summary>With a disk of a PersistentVolumeClaim of its own: <c>machine-disk</c>.</summary>
    /// <inheritdoc cref="WithDataVolume"/>
    public TestMachine WithClaim(string disk) => With(TestDiskKind.Claim, disk);

    /// <summary>With a disk of an image, which holds no data of the machine.</summary>
    /// <inheritdoc cref="WithDataVolume"/>
    public TestMachine WithContainerDisk(string disk) => With(TestDiskKind.ContainerDisk, disk);

    /// <summary>With cloud-init data of a Secret: <c>machine-disk</c>.</summary>
    /// <inheritdoc cref="WithDataVolume"/>
    public TestMachine WithSecret(string disk) => With(TestDiskKind.Secret, disk);

    /// <summary>With a disk of a ConfigMap: <c>machine-disk</c>.</summary>
    /// <inheritdoc cref="WithDataVolume"/>
    public TestMachine WithConfigMap(string disk) => With(TestDiskKind.ConfigMap, disk);

    /// <summary>With a label on the machine and on its pods.</summary>
    /// <param name="key">The key; <c>app</c> is there already, with the machine's name.</param>
    /// <param name="value">The value.</param>
    public TestMachine WithLabel(string key, string value) =>
        new(Id, _disks, new Dictionary<string, string>(_labels) { [key] = value }, IsRunning, _hasService);

    /// <summary>With a Service of its name that selects its pods.</summary>
    public TestMachine WithService() => new(Id, _disks, _labels, IsRunning, hasService: true);

    /// <summary>Running, with an instance, a launcher pod and a guest agent that is connected.</summary>
    public TestMachine Running() => new(Id, _disks, _labels, isRunning: true, _hasService);

    /// <summary>All objects of it, the machine first. The same machine gives the same objects.</summary>
    public IReadOnlyList<Resource> Resources
    {
        get
        {
            var objects = new TestObjects(Id, _disks, _labels, IsRunning);
            List<JsonObject> all = [objects.Machine(), .. _disks.SelectMany(objects.OfDisk)];
            if (IsRunning)
                all.AddRange([objects.Instance(), objects.Pod()]);
            if (_hasService)
                all.Add(objects.Service());

            return [.. all.Select(o => Resource.Parse(o.ToJsonString()))];
        }
    }

    /// <summary>The text form of the id.</summary>
    public override string ToString() => Id.ToString();

    /// <summary>The machine with one more disk.</summary>
    private TestMachine With(TestDiskKind kind, string disk)
    {
        if (_disks.Any(other => other.Name == disk))
            throw new ArgumentException($"{Id} has a disk {disk} already.", nameof(disk));

        return new TestMachine(Id, [.. _disks, new TestDisk(kind, disk)], _labels, IsRunning, _hasService);
    }
}
