namespace KubeVirt.Backup.Testing.Partners;

/// <summary>A snapshot that a product took.</summary>
/// <param name="Id">The object that asks for it.</param>
/// <param name="Thawed">The running guests that were not frozen when it was taken.</param>
internal sealed record SeenSnapshot(ResourceId Id, IReadOnlyList<ResourceId> Thawed);
