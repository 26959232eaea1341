using System.Text.Json;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>A plan as a journal keeps it: all that the work needs, with the objects as they are written.</summary>
internal sealed record RollbackDocument
{
    public required string Id { get; init; }

    public required ResourceId Machine { get; init; }

    public string? MachineUid { get; init; }

    public RollbackScope Scope { get; init; }

    public IReadOnlyList<RollbackDisk> Disks
    {
        get;
        init => field = value ?? [];
    } = [];

    public required JsonElement Before { get; init; }

    public required JsonElement After { get; init; }

    public IReadOnlyList<JsonElement> Created
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>The line of a plan.</summary>
    public static string Write(RollbackPlan plan) =>
        JsonSerializer.Serialize(
            new RollbackDocument
            {
                Id = plan.Id,
                Machine = plan.Machine,
                MachineUid = plan.MachineUid,
                Scope = plan.Scope,
                Disks = plan.Disks,
                Before = plan.Before!.At("")!.Value,
                After = plan.After!.At("")!.Value,
                Created = [.. plan.Created.Select(resource => resource.At("")!.Value)],
            },
            RollbackDocumentContext.Default.RollbackDocument
        );

    /// <summary>The plan of a line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="FormatException">One of its objects is none.</exception>
    public static RollbackPlan Read(string line)
    {
        var document = JsonSerializer.Deserialize(line, RollbackDocumentContext.Default.RollbackDocument)
            ?? throw new JsonException("There is nothing.");

        return new RollbackPlan
        {
            Id = document.Id,
            Machine = document.Machine,
            MachineUid = document.MachineUid,
            Scope = document.Scope,
            Disks = document.Disks,
            Before = Resource.Parse(document.Before.GetRawText()),
            After = Resource.Parse(document.After.GetRawText()),
            Created = [.. document.Created.Select(json => Resource.Parse(json.GetRawText()))],
        };
    }
}
