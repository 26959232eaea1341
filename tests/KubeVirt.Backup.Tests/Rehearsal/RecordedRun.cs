using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>A run under real controllers: the target, the steps, and what was observed at the end.</summary>
internal sealed class RecordedRun
{
    private readonly JsonObject _run;

    public RecordedRun(string json)
    {
        _run = JsonNode.Parse(json)!.AsObject();
        using var document = JsonDocument.Parse(json);
        Target = RehearsalTarget.Read(document.RootElement.GetProperty("target").Clone());
        Steps = RehearsalStep.ReadAll(document.RootElement.GetProperty("steps").Clone());
    }

    public RehearsalTarget Target { get; }

    public IReadOnlyList<RehearsalStep> Steps { get; }

    /// <summary>What was observed: the usual outcome first, then the others of a race.</summary>
    public IEnumerable<JsonObject> Outcomes =>
        (_run["alsoObserved"] as JsonArray ?? []).Prepend(_run["observed"]).Select(outcome => outcome!.AsObject());

    public RehearsalReport Play() => RestoreRehearsal.Play(Steps, Target, TestContext.Current.CancellationToken);
}
