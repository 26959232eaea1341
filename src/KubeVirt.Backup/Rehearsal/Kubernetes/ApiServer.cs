using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// What the API server and its webhooks make of a request: they fill in defaults, turn it down with a message, or store
/// it.
/// </summary>
/// <remarks>
/// The order is that of the server: the namespace, mutating admission, validation, quota, and at last the storage,
/// which
/// alone knows whether the name is taken. Source: Kubernetes apiserver pkg/endpoints/handlers/create.go.
/// </remarks>
internal static class ApiServer
{
    private const string Source = "Kubernetes apiserver pkg/endpoints/handlers/create.go";

    /// <summary>Who is asked, in this order; the first that refuses is the answer.</summary>
    private static readonly Func<World, Candidate, Verdict?>[] Admission =
    [
        NamespaceIsThere,
        ClaimAdmission.Admit,
        DataVolumeAdmission.Admit,
        MachineAdmission.Admit,
        ReplicaSetAdmission.Admit,
        LabelAdmission.Admit,
        QuotaAdmission.Admit,
    ];

    /// <summary>Creates an object, or says why not.</summary>
    public static WorldObject? Create(World world, JsonObject manifest, NewObject options, out Verdict? refusal)
    {
        var candidate = Read(world, manifest, options.Origin);
        refusal = Admission.Select(rule => rule(world, candidate)).FirstOrDefault(verdict => verdict is not null);
        if (refusal is null && world.Find(candidate.Id) is not null)
            refusal = Verdict.Exists(candidate.Id);
        if (refusal is not null)
            return null;

        var made = world.Add(candidate.Id, candidate.Body, options);
        if (options.Origin == ObjectOrigin.Controller)
            world.Tell(made, RehearsalEffect.Made, "A controller makes it.", Source);

        return made;
    }

    /// <summary>The id that a manifest has once it is created.</summary>
    public static ResourceId IdOf(World world, JsonObject manifest)
    {
        var apiVersion = WorldObject.TextOf(manifest["apiVersion"]) ?? "v1";
        var kind = new GroupKind(GroupKind.GroupOf(apiVersion), WorldObject.TextOf(manifest["kind"]) ?? "");
        var @namespace = WorldObject.TextOf(NodePointer.Find(manifest, "/metadata/namespace"));
        if (KindScopes.IsCluster(kind))
            @namespace = null;
        else if (@namespace is null && KindScopes.IsNamespaced(kind))
            @namespace = "default";

        var name = WorldObject.TextOf(NodePointer.Find(manifest, "/metadata/name"));
        var stem = WorldObject.TextOf(NodePointer.Find(manifest, "/metadata/generateName"));
        if (string.IsNullOrEmpty(name) && stem is not null)
            name = stem + world.NewLetters();
        if (kind.Kind.Length == 0 || string.IsNullOrEmpty(name))
            throw new FormatException("A manifest to apply lacks kind or name.");
        if (!ResourceId.IsName(name))
            throw new FormatException("A manifest to apply has a name that no object can have.");

        return new ResourceId(kind, @namespace, name);
    }

    /// <summary>Reads a manifest as the server stores it: named, and without the status that it drops.</summary>
    private static Candidate Read(World world, JsonObject manifest, ObjectOrigin origin)
    {
        var id = IdOf(world, manifest);
        var body = (JsonObject)manifest.DeepClone();
        NodePointer.Set(body, "/metadata/name", id.Name);
        NodePointer.Set(body, "/metadata/generation", 1);
        // Kinds with a status subresource lose what a manifest says of it; of KubeVirt's only instances have none.
        if (id.Kind != Kinds.VirtualMachineInstance)
            body.Remove("status");
        // Text in place of bytes is a convenience of the API that is not stored.
        if (id.Kind == Kinds.Namespace)
            body["status"] = new JsonObject { ["phase"] = "Active" };

        return new Candidate(id, body, origin);
    }

    /// <summary>Nothing is created in a namespace that is not there.</summary>
    private static Verdict? NamespaceIsThere(World world, Candidate candidate)
    {
        if (candidate.Namespace is not { } @namespace || HasNamespace(world, @namespace))
            return null;

        return Verdict.NotFound(Kinds.Namespace, @namespace);
    }

    /// <summary>Whether a namespace is there: in the target, or made by a step.</summary>
    public static bool HasNamespace(World world, string name)
    {
        if (!ResourceId.IsName(name))
            return false;

        return world.Target.Namespaces is not { } known
            || known.Contains(name, StringComparer.Ordinal)
            || world.Find(Kinds.Namespace, null, name) is not null;
    }
}
