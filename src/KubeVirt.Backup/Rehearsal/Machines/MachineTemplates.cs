using System.Text.Json.Nodes;
using KubeVirt.Backup.Json;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>The DataVolumes that a machine's templates make.</summary>
/// <remarks>
/// Each may adopt any claim of its name. Source: KubeVirt pkg/virt-controller/watch/vm/vm.go (handleDataVolumes),
/// pkg/storage/types/dv.go (GenerateDataVolumeFromTemplate).
/// </remarks>
internal sealed class MachineTemplates(World world, WorldObject machine)
{
    private const string Source = "KubeVirt pkg/virt-controller/watch/vm/vm.go";

    private static readonly string[] Ready = ["Succeeded", "WaitForFirstConsumer", "PendingPopulation"];

    /// <summary>The names of the DataVolumes that the templates of a machine make.</summary>
    public static IEnumerable<string> NamesOf(WorldObject machine) =>
        machine
            .Items("/spec/dataVolumeTemplates")
            .Select(template => WorldObject.TextOf(NodePointer.Find(template, "/metadata/name")))
            .OfType<string>();

    /// <summary>Makes what is absent.</summary>
    /// <param name="problem">Why one cannot be made; <see langword="null"/> where all is well.</param>
    /// <returns>Whether all of them have their data.</returns>
    public bool Ensure(out string? problem)
    {
        problem = null;
        var areReady = true;
        foreach (var template in machine.Items("/spec/dataVolumeTemplates"))
        {
            var name = WorldObject.TextOf(NodePointer.Find(template, "/metadata/name"));
            var volume = world.Find(Kinds.DataVolume, machine.Namespace, name);
            if (volume is not null && Ready.Contains(volume.Phase, StringComparer.Ordinal))
                continue;

            areReady = false;
            problem = volume is null ? Make(template, name ?? "") : Look(volume);
            if (problem is not null)
                return false;
        }

        return areReady;
    }

    /// <summary>Notes what is wrong with a DataVolume that is there.</summary>
    private string? Look(WorldObject volume)
    {
        if (volume.Phase == "Failed")
            world.Warn(machine, "FailedDataVolumeImport", $"DataVolume {volume.Name} failed to import disk image");
        if (volume.Phase != "Pending" || Conditions.ReasonOf(volume, "Bound") != "ErrExceededQuota")
            return null;

        world.Warn(machine, "FailedDataVolumeImport", $"DataVolume {volume.Name} exceeds quota limits");
        var message = WorldObject.TextOf(Conditions.Find(volume, "Bound")!["message"]);
        return $"DataVolume {volume.Name} importer is not running due to an error: {message}";
    }

    /// <summary>Makes the DataVolume of a template, or says why not.</summary>
    private string? Make(JsonObject template, string name)
    {
        // The server refuses it, in words that are not known here.
        if (!ResourceId.IsName(name))
            return $"failed to create DataVolume: {Observed.Unknown}";

        var spec = template["spec"]?.DeepClone() as JsonObject ?? [];
        var clone = DataVolumeAdmission.CloneOf(world, spec, machine.Namespace, out var absent);
        if (absent is not null)
            return $"unable to create DataVolume manifest: {absent}";
        if (clone is not null)
        {
            Resolve(spec, clone);
            if (FindFaultOf(clone, name) is { } fault)
                return fault;
        }

        var made = ApiServer.Create(world, Manifest(template, spec, name), NewObject.OfController, out var refusal);
        if (made is not null)
        {
            world.Tell(made, RehearsalEffect.Made, $"KubeVirt makes it from the template of {machine.Name}.", Source);
            return null;
        }

        world.Warn(machine, "FailedDataVolumeCreate", $"Error creating DataVolume {name}: {refusal!.Message}");
        return $"failed to create DataVolume: {refusal.Message}";
    }

    /// <summary>KubeVirt writes down what a DataSource stands for, so that the DataVolume no longer needs it.</summary>
    private static void Resolve(JsonObject spec, CloneSource clone)
    {
        var form = clone.Kind == Kinds.PersistentVolumeClaim ? "pvc" : "snapshot";
        spec.Remove("sourceRef");
        spec["source"] = new JsonObject
        {
            [form] = new JsonObject { ["namespace"] = clone.Namespace, ["name"] = clone.Name },
        };
    }

    /// <summary>
    /// The account of the machine must be allowed to read the source, unless it is in its own namespace.
    /// </summary>
    private string? FindFaultOf(CloneSource clone, string name)
    {
        if (clone.Kind == Kinds.PersistentVolumeClaim && world.Find(clone.Kind, clone.Namespace, clone.Name) is null)
        {
            world.Warn(
                machine,
                "SourcePVCNotAvailabe",
                $"Source PVC {clone.Name} not available: Target PVC {name} will remain unpopulated until source is created"
            );
        }

        var account = AccountOf(machine);
        string? why = null;
        if (!ApiServer.HasNamespace(world, clone.Namespace ?? ""))
            why = Verdict.Absent(Kinds.Namespace, clone.Namespace ?? "");
        else if (clone.Namespace != machine.Namespace && !IsGranted(clone, account))
            why =
                $"User system:serviceaccount:{machine.Namespace}:{account} has insufficient permissions in clone source namespace {clone.Namespace}";
        if (why is null)
            return null;

        world.Warn(machine, "UnauthorizedDataVolumeCreate", $"Not authorized to create DataVolume {name}: {why}");
        return $"not authorized to create DataVolume: {why}";
    }

    private static string AccountOf(WorldObject machine)
    {
        if (machine.Text("/spec/template/spec/serviceAccountName") is { Length: > 0 } named)
            return named;

        var volumes = machine.Items("/spec/template/spec/volumes");
        var account = volumes.Select(volume =>
            WorldObject.TextOf(NodePointer.Find(volume, "/serviceAccount/serviceAccountName"))
        );
        return account.FirstOrDefault(found => found is not null) ?? "default";
    }

    /// <summary>
    /// Whether a binding in the namespace of the source names the account; what its role allows is not read.
    /// </summary>
    private bool IsGranted(CloneSource clone, string account) =>
        world
            .Of(Kinds.RoleBinding, clone.Namespace)
            .SelectMany(binding => binding.Items("/subjects"))
            .Any(subject =>
                WorldObject.TextOf(subject["name"]) == account
                && WorldObject.TextOf(subject["namespace"]) == machine.Namespace
            );

    private JsonObject Manifest(JsonObject template, JsonObject spec, string name)
    {
        var labels = NodePointer.Find(template, "/metadata/labels")?.DeepClone() as JsonObject ?? [];
        labels[KubeVirtNames.CreatedBy] = machine.Uid;
        var annotations = NodePointer.Find(template, "/metadata/annotations")?.DeepClone() as JsonObject ?? [];
        annotations[CdiNames.AllowClaimAdoption] = "true";
        var id = new ResourceId(Kinds.DataVolume, machine.Namespace, name);
        var body = WorkerObjects.Bare(CdiNames.ApiVersion, id, OwnerOf.Controller(machine));
        body["metadata"]!["labels"] = labels;
        body["metadata"]!["annotations"] = annotations;
        body["spec"] = spec;

        return body;
    }
}
