using KubeVirt.Backup.Manifests;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Short ways to rehearse in tests: manifests in YAML, divided by <c>---</c>; <c>wait</c> alone is a wait, and
/// <c>delete Kind/namespace/name</c> a deletion.
/// </summary>
internal static class Play
{
    public static readonly RehearsalTarget Target = new()
    {
        StorageClasses =
        [
            new RehearsalClass("fast"),
            new RehearsalClass("plain", HasCsiDriver: false),
            new RehearsalClass("local", WaitsForConsumer: true),
        ],
        DefaultClass = "fast",
        Namespaces = ["ns"],
    };

    public static string Claim(string name = "d", string annotations = "", string spec = "", string metadata = "") =>
        $"""
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {"{"}name: {name}, namespace: ns, annotations: {"{"}{annotations}{"}"}{metadata}{"}"}
            spec: {"{"}accessModes: [ReadWriteOnce], resources: {"{"}requests: {"{"}storage: 1Gi{"}"}{"}"}{spec}{"}"}
            """;

    public static string Volume(
        string annotations = "",
        string source = "source: {http: {url: \"http://x\"}}",
        string metadata = ""
    ) =>
        $"""
            apiVersion: cdi.kubevirt.io/v1beta1
            kind: DataVolume
            metadata: {"{"}name: d, namespace: ns, annotations: {"{"}{annotations}{"}"}{metadata}{"}"}
            spec: {"{"}storage: {"{"}resources: {"{"}requests: {"{"}storage: 1Gi{"}"}{"}"}{"}"}, {source}{"}"}
            """;

    public static string Machine(
        string strategy = "Halted",
        string volume = "dataVolume: {name: d}",
        bool hasTemplate = true
    ) =>
        $"""
            apiVersion: kubevirt.io/v1
            kind: VirtualMachine
            metadata: {"{"}name: vm, namespace: ns{"}"}
            spec:
              runStrategy: {strategy}
              dataVolumeTemplates: [{(
                hasTemplate
                    ? "{metadata: {name: d}, spec: {storage: {resources: {requests: {storage: 1Gi}}}, source: {http: {url: \"http://x\"}}}}"
                    : ""
            )}]
              template: {"{"}spec: {"{"}domain: {"{"}devices: {"{"}{"}"}{"}"}, volumes: [{"{"}name: disk, {volume}{"}"}]{"}"}{"}"}
            """;

    public const string PopulatedFor = "cdi.kubevirt.io/storage.populatedFor: d";
    public const string PrePopulated = "cdi.kubevirt.io/storage.prePopulated: d";

    public static RehearsalReport Run(params string[] steps) => Run(Target, steps);

    public static RehearsalReport Run(RehearsalTarget target, params string[] steps) =>
        RestoreRehearsal.Play([.. steps.Select(Step)], target, TestContext.Current.CancellationToken);

    /// <summary>What becomes of the one claim <c>d</c>.</summary>
    public static VolumeOutcome OutcomeOf(this RehearsalReport report) =>
        report.Volumes.Single(volume => volume.Claim.Name == "d").Outcome;

    public static MachineOutcome MachineOutcomeOf(this RehearsalReport report) =>
        report.Machines.ShouldHaveSingleItem().Outcome;

    private static RehearsalStep Step(string text)
    {
        const string Delete = "delete ";
        if (text == "wait")
            return RehearsalStep.Wait;
        if (text.StartsWith(Delete, StringComparison.Ordinal))
            return new RehearsalStep(RehearsalAction.Delete, text[Delete.Length..], null);

        return RehearsalStep.Apply(Manifest.Read(text).Resources.ShouldHaveSingleItem());
    }
}
