using System.Text.Json;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>Instances that no machine owns.</summary>
internal static class PartnerInstances
{
    private static readonly ResourceId Instance = new(Kinds.VirtualMachineInstance, PartnerCase.Namespace, "db");

    /// <summary>The instance is taken, and does not end at once.</summary>
    public static Law<PartnerRun> IsBack { get; } =
        new(
            "The instance runs",
            "Take status, reserved labels and finalizers off an instance before it is written: with those of the old cluster "
                + "it is refused, or ends at once.",
            run => WrongWith(run)
        );

    /// <summary>An instance as it runs, with the labels and the status that KubeVirt gave it.</summary>
    public static IReadOnlyList<Resource> Standalone()
    {
        var running = PartnerObjects.Machine().Running().Resources;
        return
        [
            .. running
                .Where(o => o.Id.Kind != Kinds.VirtualMachine)
                .WithVolumeOfInstance()
                .Change(Kinds.VirtualMachineInstance, instance =>
                {
                    instance["metadata"]!.AsObject().Remove("ownerReferences");
                    instance["metadata"]!["labels"]!["kubevirt.io/nodeName"] = "node1";
                }),
        ];
    }

    private static IReadOnlyList<Resource> WithVolumeOfInstance(this IEnumerable<Resource> objects) =>
        objects.WithVolume("data", "dataVolume", """{"name":"test-dv-disk"}""");

    private static string? WrongWith(PartnerRun run)
    {
        if (run.Restored(Instance) is null)
            return $"{Instance} was not restored.";

        var name = $"{Instance.Kind.Kind}/{Instance.Namespace}/{Instance.Name}";
        foreach (var told in run.Report.Observed.GetProperty("objects").EnumerateArray())
        {
            if (told.TryGetProperty("id", out var id) && id.GetString() == name)
                return PhaseOf(told) is "Failed" or "Succeeded" ? $"{Instance} is {PhaseOf(told)} at once." : null;
        }

        return $"{Instance} is not there at the end.";
    }

    private static string? PhaseOf(JsonElement told) =>
        told.TryGetProperty("phase", out var phase) ? phase.GetString() : null;
}
