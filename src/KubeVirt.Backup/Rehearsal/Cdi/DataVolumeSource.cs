using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Rehearsal;

/// <summary>Which of CDI's controllers looks after a DataVolume; <see langword="null"/> where none does.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Cloned">What is cloned.</param>
/// <remarks>
/// A DataVolume whose DataSource is absent belongs to no controller: it gets no phase and no condition. Source: CDI
/// pkg/controller/datavolume/controller-base.go (getDataVolumeOp, getSourceRefOp).
/// </remarks>
internal sealed record DataVolumeSource(DataVolumeWork Kind, CloneSource? Cloned)
{
    private static readonly string[] Imports = ["http", "s3", "gcs", "registry", "blank", "imageio", "vddk"];

    public static DataVolumeSource? Of(World world, WorldObject volume)
    {
        var spec = volume.At("/spec") as JsonObject;
        if (DataVolumeAdmission.CloneOf(world, spec, volume.Namespace, out _) is { } clone)
            return new DataVolumeSource(DataVolumeWork.Clone, clone);
        if (spec?["sourceRef"] is not null)
            return null;

        var source = spec?["source"] as JsonObject;
        if (source is null)
            return CdiRules.IsExternal(spec) ? new DataVolumeSource(DataVolumeWork.Populate, null) : null;
        if (source.ContainsKey("upload"))
            return new DataVolumeSource(DataVolumeWork.Upload, null);

        return Imports.Any(source.ContainsKey) ? new DataVolumeSource(DataVolumeWork.Import, null) : null;
    }
}
