namespace KubeVirt.Backup.Rehearsal;

/// <summary>
/// Every row of the list of what was observed: what a rehearsal says of it, or why it is no part of one.
/// </summary>
internal static partial class ObservedRows
{
    /// <summary>What is outside of the model, with the reason.</summary>
    public static IReadOnlyList<(string Row, string Reason)> Outside { get; } =
    [
        ("2/D6e:", "Who may clone: the account that restores is taken to be allowed to read every source."),
        ("3/H6:", "Finalizers are told only of what is being deleted; these are put back and change nothing."),
        ("3/Z7:", "Owners are put back after the restore, by whoever writes it."),
        (
            "4/legacy uuid",
            "KubeVirt writes it to machines that it stored before it gave identities at create: none is restored."
        ),
        ("4/VMI finalizer", "Finalizers are told only of what is being deleted."),
        ("4/VMI status/spec patch", "A restore patches no instances."),
        ("4/machine type", "Which machine types are allowed is the configuration of KubeVirt and its nodes."),
        ("4/dry-run=server", "It is what the preflight of a client uses."),
        ("4/memoryDump volume", "What a node does with it was not observed either."),
        (
            "5/CBT by label",
            "Selectors of changed block tracking are the configuration of KubeVirt, and their state is of the node."
        ),
        ("7/label kubevirt.io/vmReplicaSet", "A label that nobody sets and nothing looks at."),
        ("7/backup without pvcName", "Schemas of kinds are checked by a dry run of the server."),
        ("7/clone with colon MAC", "The restore by which a clone goes is not played."),
        ("8/", "Freezing and object graphs are no part of a restore."),
    ];

    /// <summary>What the model covers.</summary>
    public static IReadOnlyList<ObservedRow> Covered { get; } =
    [.. Claims(), .. Marks(), .. Machines(), .. State(), .. Recorded()];
}
