namespace KubeVirt.Backup.Testing;

/// <summary>Realistic machines for tests, without a cluster and without a file.</summary>
/// <example>
/// <code language="csharp">
/// IReadOnlyList&lt;Resource&gt; objects = TestMachines
///     .Create("db", "shop")
///     .WithDataVolume("root")
///     .WithSecret("init")
///     .Running()
///     .Resources;
/// Console.WriteLine(objects.Count);
/// </code>
/// </example>
public static class TestMachines
{
    /// <summary>A stopped machine without disks.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="namespace">Its namespace. Default: <c>default</c>.</param>
    /// <exception cref="ArgumentException">A text cannot be a name.</exception>
    public static TestMachine Create(string name, string @namespace = "default") =>
        new(new ResourceId(Kinds.VirtualMachine, @namespace, name));

    /// <summary>A namespace, as a cluster holds it.</summary>
    /// <param name="name">Its name.</param>
    public static Resource Namespace(string name) =>
        Resource.Parse(
            $$"""
            {"apiVersion":"v1","kind":"Namespace",
             "metadata":{"name":"{{name}}","labels":{"kubernetes.io/metadata.name":"{{name}}"} } }
            """
        );

    /// <summary>
    /// Machines of all sorts in two namespaces, with these and a StorageClass: enough to try every law of the contracts.
    /// </summary>
    public static IReadOnlyList<Resource> Examples { get; } =
    [
        .. Cluster("shop", "office"),
        .. Create("db", "shop")
            .WithDataVolume("root")
            .WithClaim("data")
            .WithSecret("init")
            .WithService()
            .Running()
            .Resources,
        .. Create("web", "shop").WithContainerDisk("root").WithConfigMap("settings").WithLabel("tier", "web").Resources,
        .. Create("mail", "office").WithDataVolume("root").WithLabel("tier", "mail").Running().Resources,
    ];

    /// <summary>What the machines of some namespaces stand on.</summary>
    private static IEnumerable<Resource> Cluster(params string[] namespaces) =>
        namespaces
            .Select(Namespace)
            .Append(
                Resource.Parse(
                    $$"""
                    {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","provisioner":"csi.example.com",
                     "metadata":{"name":"{{TestMachine.StorageClass}}"} }
                    """
                )
            );
}
