using System.Text;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>The objects of scenarios: test machines, changed as KubeVirt's manifests for partners are.</summary>
/// <remarks>Source: kubevirt-velero-plugin tests/manifests.</remarks>
internal static class PartnerObjects
{
    /// <summary>The label of machines that are selected.</summary>
    public const string Selector = "a.test.label=included";

    /// <summary>The storage of all claims.</summary>
    public static Resource StorageClass { get; } =
        Resource.Parse(
            $$"""
            {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","provisioner":"csi.example.com",
             "metadata":{"name":"{{TestMachine.StorageClass}}"} }
            """
        );

    /// <summary>What its driver takes snapshots by.</summary>
    public static Resource SnapshotClass { get; } =
        Resource.Parse(
            """
            {"apiVersion":"snapshot.storage.k8s.io/v1","kind":"VolumeSnapshotClass","driver":"csi.example.com",
             "deletionPolicy":"Delete","metadata":{"name":"snapshots"}}
            """
        );

    /// <summary>The account that each namespace has.</summary>
    public static Resource DefaultAccount { get; } =
        Resource.Parse(
            $$"""
            {"apiVersion":"v1","kind":"ServiceAccount",
             "metadata":{"name":"default","namespace":"{{PartnerCase.Namespace}}","uid":"uid-account"} }
            """
        );

    /// <summary>A machine of the scenarios' namespace.</summary>
    public static TestMachine Machine(string name = "db") => TestMachines.Create(name, PartnerCase.Namespace);

    /// <summary>Objects, one kind of which is changed.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="change">What is done with each object of it.</param>
    public static IReadOnlyList<Resource> Change(
        this IEnumerable<Resource> objects,
        GroupKind kind,
        Action<JsonNode> change
    ) => [.. objects.Select(o => o.Id.Kind == kind ? Changed(o, change) : o)];

    /// <summary>Machines and instances with a volume, its disk and nothing else of it.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="name">The name of volume and disk.</param>
    /// <param name="kind">The member of a volume that says what it is of, such as <c>dataVolume</c>.</param>
    /// <param name="source">The value of that member, as JSON.</param>
    public static IReadOnlyList<Resource> WithVolume(
        this IEnumerable<Resource> objects,
        string name,
        string kind,
        string source
    )
    {
        void Plug(JsonNode spec)
        {
            spec["volumes"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = name, [kind] = Node(source) });
            // As KubeVirt's manifests have it: a disk that says nothing of itself is a disk all the same.
            spec["domain"]!["devices"]!["disks"]!
                .AsArray()
                .Add((JsonNode)new JsonObject { ["name"] = name, ["disk"] = null });
        }

        return objects
            .Change(Kinds.VirtualMachine, machine => Plug(machine["spec"]!["template"]!["spec"]!))
            .Change(Kinds.VirtualMachineInstance, instance => Plug(instance["spec"]!));
    }

    /// <summary>A DataVolume that CDI has filled, with its claim, which no machine's template makes.</summary>
    /// <param name="name">The name of both.</param>
    public static IReadOnlyList<Resource> DataVolume(string name)
    {
        var of = Machine(name).WithDataVolume("disk").Resources;
        IReadOnlyList<Resource> both = [.. of.Where(o => o.Id.Kind != Kinds.VirtualMachine)];
        return both.Change(Kinds.DataVolume, volume => volume["metadata"]!.AsObject().Remove("ownerReferences"));
    }

    /// <summary>Machines that keep an instancetype or preference, which was changed since they were started.</summary>
    /// <param name="objects">The machine with its objects.</param>
    /// <param name="scope"><c>Cluster</c> for cluster-scoped ones, else empty.</param>
    public static IReadOnlyList<Resource> WithInstancetype(this IEnumerable<Resource> objects, string scope)
    {
        var (type, preference) = ($"VirtualMachine{scope}Instancetype", $"VirtualMachine{scope}Preference");
        var changed = objects.Change(Kinds.VirtualMachine, machine =>
        {
            machine["spec"]!["instancetype"] = Node($$"""{"name":"small","kind":"{{type}}"}""");
            machine["spec"]!["preference"] = Node($$"""{"name":"linux","kind":"{{preference}}"}""");
            machine["spec"]!["template"]!["spec"]!["domain"]!.AsObject().Remove("memory");
            machine["status"] = Node(
                $$"""
                {"instancetypeRef":{"name":"small","kind":"{{type}}","controllerRevisionRef":{"name":"{{RevisionOf(
                    "small"
                )}}"} },
                 "preferenceRef":{"name":"linux","kind":"{{preference}}","controllerRevisionRef":{"name":"{{RevisionOf(
                    "linux"
                )}}"} } }
                """
            );
        });
        return
        [
            .. changed,
            Kept(type, "small", """{"cpu":{"guest":8},"memory":{"guest":"8Gi"}}""", scope),
            Kept(preference, "linux", """{"cpu":{"preferredCPUTopology":"cores"}}""", scope),
            Revision(type, "small", """{"cpu":{"guest":1},"memory":{"guest":"1Gi"}}"""),
            Revision(preference, "linux", """{"cpu":{"preferredCPUTopology":"sockets"}}"""),
        ];
    }

    /// <summary>The revision that a machine keeps of what it was started with.</summary>
    public static string RevisionOf(string name) => $"db-{name}-v1beta1-uid-{name}-1";

    /// <summary>A Secret of the scenarios' namespace.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">Its data, as JSON.</param>
    public static Resource Secret(string name, string data) =>
        Resource.Parse(
            $$"""
            {"apiVersion":"v1","kind":"Secret","data":{{data}},
             "metadata":{"name":"{{name}}","namespace":"{{PartnerCase.Namespace}}","uid":"uid-{{name}}"} }
            """
        );

    /// <summary>A value of its JSON.</summary>
    public static JsonNode Node(string json) => JsonNode.Parse(json)!;

    private static Resource Changed(Resource resource, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(resource.Json.Span)!;
        change(node);
        return Resource.Parse(Encoding.UTF8.GetBytes(node.ToJsonString()));
    }

    /// <summary>An instancetype or preference as it is now.</summary>
    private static Resource Kept(string kind, string name, string spec, string scope)
    {
        var place = scope.Length > 0 ? "" : $"\"namespace\":\"{PartnerCase.Namespace}\",";
        return Resource.Parse(
            $$$"""
            {"apiVersion":"instancetype.kubevirt.io/v1beta1","kind":"{{{kind}}}","spec":{{{spec}}},
             "metadata":{{{{place}}}"name":"{{{name}}}","uid":"uid-{{{name}}}","generation":2} }
            """
        );
    }

    /// <summary>As KubeVirt keeps it of the first generation, for the machine.</summary>
    /// <remarks>Source: KubeVirt pkg/instancetype/revision/store.go.</remarks>
    private static Resource Revision(string kind, string name, string spec) =>
        Resource.Parse(
            $$$"""
            {"apiVersion":"apps/v1","kind":"ControllerRevision","revision":0,
             "metadata":{"name":"{{{RevisionOf(
                name
            )}}}","namespace":"{{{PartnerCase.Namespace}}}","uid":"uid-revision-{{{name}}}",
              "labels":{"instancetype.kubevirt.io/object-generation":"1","instancetype.kubevirt.io/object-kind":"{{{kind}}}",
               "instancetype.kubevirt.io/object-name":"{{{name}}}","instancetype.kubevirt.io/object-uid":"uid-{{{name}}}",
               "instancetype.kubevirt.io/object-version":"v1beta1"},
              "ownerReferences":[{"apiVersion":"kubevirt.io/v1","kind":"VirtualMachine","name":"db","controller":true,
               "blockOwnerDeletion":true,"uid":"uid-VirtualMachine-{{{PartnerCase.Namespace}}}-db"}]},
             "data":{"apiVersion":"instancetype.kubevirt.io/v1beta1","kind":"{{{kind}}}","spec":{{{spec}}},
              "metadata":{"name":"{{{name}}}","uid":"uid-{{{name}}}","generation":1} } }
            """
        );
}
