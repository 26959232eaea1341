namespace KubeVirt.Backup.Restore;

/// <summary>
/// Writes down the firmware UUID of a VirtualMachine whose spec has none, so that it keeps it: the one its guest runs
/// with, or else the one that KubeVirt used to derive from the name.
/// </summary>
/// <remarks>
/// Guests notice another UUID: Windows asks for activation, a TPM for its recovery key. An instance of its own needs
/// nothing, since its spec has the UUID.
/// Source: KubeVirt pkg/virt-controller/watch/vm/firmware.go. Since KubeVirt 1.6 a machine created without a UUID gets
/// a random one.
/// </remarks>
public sealed class KeepLegacyUuid() : RestorePolicy("keep-legacy-uuid")
{
    private const string Uuid = "/spec/template/spec/domain/firmware/uuid";

    // KubeVirt's own: the same name gives the same UUID there.
    private static readonly Guid Space = new("6a1a24a1-4061-4607-8bf4-a3963d0c5895");

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Decides { get; } =
        new Dictionary<string, string> { ["firmware UUID"] = "kept" };

    /// <inheritdoc/>
    public override void Apply(RestoreContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (
            context.Id.Kind != Kinds.VirtualMachine
            || context.Draft.At("/spec/template/spec") is null
            || !string.IsNullOrEmpty(context.Draft.StringAt(Uuid))
        )
            return;

        var guest = context.Graph.FindResource(context.Id.WithKind(Kinds.VirtualMachineInstance));
        var running = guest?.StringAt("/spec/domain/firmware/uuid");
        var derived = NameBasedGuid.Create(Space, context.Id.Name).ToString();
        context.Draft.Set(Uuid, string.IsNullOrEmpty(running) ? derived : running);
    }
}
