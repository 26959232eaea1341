using static KubeVirt.Backup.Testing.Partners.PartnerLaws;
using static KubeVirt.Backup.Testing.Partners.PartnerObjects;

namespace KubeVirt.Backup.Testing.Partners;

/// <summary>The scenarios, one after the other.</summary>
internal static class PartnerCases
{
    private const string Guide = "KubeVirt docs/backup-restore-integration.md";
    private const string Tests = "kubevirt-velero-plugin tests/vm_backup_test.go";

    private static readonly ResourceId Db = new(Kinds.VirtualMachine, PartnerCase.Namespace, "db");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PartnerCase> All { get; } =
    [
        new(
            new(
                "stopped-machine",
                "A stopped machine with a DataVolume and a template of one",
                $"{Guide}; {Tests} 10267"
            ),
            [
                .. Machine()
                    .WithDataVolume("root")
                    .Resources.WithVolume("data", "dataVolume", """{"name":"test-dv-disk"}"""),
                .. DataVolume("test-dv"),
            ],
            [Volumes, Stopped, Starts, Accepted]
        ),
        new(
            new("standalone-claim", "A running machine on a claim that a populator filled", $"{Guide}; {Tests} 10273"),
            Machine()
                .WithClaim("data")
                .Running()
                .Resources.Change(Kinds.PersistentVolumeClaim, claim =>
                    claim["spec"]!["dataSourceRef"] = Node(
                        """{"apiGroup":"cdi.kubevirt.io","kind":"VolumeImportSource","name":"image"}"""
                    )
                ),
            [Volumes, Running, Accepted]
        ),
        new(
            new("hotplugged-disk", "A running machine with a disk that was plugged in", $"{Guide}; {Tests} 10275"),
            [
                .. Machine()
                    .WithDataVolume("root")
                    .Running()
                    .Resources.WithVolume("hot", "dataVolume", """{"name":"hot-disk","hotpluggable":true}"""),
                .. DataVolume("hot"),
            ],
            [
                Volumes,
                Running,
                Accepted,
                Text(
                    "The disk that was plugged in is a volume of the machine",
                    "Restore the machine's spec as it is: KubeVirt writes plugged disks into it.",
                    Db,
                    "/spec/template/spec/volumes/1/dataVolume/name",
                    "hot-disk"
                ),
            ]
        ),
        new(
            new("settings", "A stopped machine with a ConfigMap, a Secret and an account", $"{Guide}; {Tests} 10271"),
            [
                .. Machine()
                    .WithDataVolume("root")
                    .WithConfigMap("settings")
                    .Resources.WithVolume("keys", "secret", """{"secretName":"db-keys"}""")
                    .WithVolume("account", "serviceAccount", """{"serviceAccountName":"default"}"""),
                Secret("db-keys", """{"key":"a2V5"}"""),
                DefaultAccount,
            ],
            [
                Volumes,
                Stopped,
                Starts,
                Accepted,
                There(
                    new ResourceId(Kinds.ConfigMap, PartnerCase.Namespace, "db-settings"),
                    new ResourceId(Kinds.Secret, PartnerCase.Namespace, "db-keys")
                ),
            ]
        )
        {
            Existing = [DefaultAccount],
        },
        new(
            new("access-credentials", "A running machine with credentials of a Secret", $"{Guide}; {Tests} 10272"),
            [
                .. Machine()
                    .WithDataVolume("root")
                    .Running()
                    .Resources.Change(Kinds.VirtualMachine, machine => machine["spec"]!["template"]!["spec"]![
                            "accessCredentials"
                        ] = Node(
                            """
                            [{"userPassword":{"source":{"secret":{"secretName":"db-passwords"}},
                              "propagationMethod":{"qemuGuestAgent":{}}}}]
                            """
                        )),
                Secret("db-passwords", """{"fedora":"c2VjcmV0"}"""),
            ],
            [Volumes, Running, Accepted, There(new ResourceId(Kinds.Secret, PartnerCase.Namespace, "db-passwords"))]
        ),
        OfInstancetype("instancetype", "", "10270"),
        OfInstancetype("cluster-instancetype", "Cluster", "10274"),
        new(
            new(
                "standalone-instance",
                "An instance without a machine, with a DataVolume",
                $"{Guide}; kubevirt-velero-plugin tests/resource_filtering_test.go 10204"
            ),
            [.. PartnerInstances.Standalone(), .. DataVolume("test-dv")],
            [Volumes, Accepted, PartnerInstances.IsBack]
        ),
        new(
            new("frozen-guest", "A guest is frozen for its snapshots, and thawed", $"{Guide} (Freeze); {Tests} 10268"),
            Machine().WithDataVolume("root").WithClaim("data").Running().Resources,
            [Frozen, Thawed]
        )
        {
            NeedsSnapshots = true,
        },
        new(
            new("runtime-objects", "What controllers made for a running machine stays away", $"{Guide} (Restore)"),
            Machine().WithDataVolume("root").Running().Resources,
            [NoRuntime]
        ),
        new(
            new("selected-by-label", "One machine of two, by a label on the machine alone", $"{Tests} (a.test.label)"),
            [
                .. Machine()
                    .WithDataVolume("root")
                    .WithSecret("init")
                    .Resources.Change(Kinds.VirtualMachine, machine =>
                        machine["metadata"]!["labels"]!["a.test.label"] = "included"
                    ),
                .. Machine("web").WithDataVolume("root").Resources,
            ],
            [
                There(
                    Db,
                    new ResourceId(Kinds.PersistentVolumeClaim, PartnerCase.Namespace, "db-root"),
                    new ResourceId(Kinds.Secret, PartnerCase.Namespace, "db-init")
                ),
                Absent(new ResourceId(Kinds.VirtualMachine, PartnerCase.Namespace, "web")),
            ]
        )
        {
            LabelSelector = Selector,
        },
        new(
            new(
                "copy-beside",
                "A copy in another namespace, beside the original",
                $"{Guide} (Collisions); {Tests} (new MAC)"
            ),
            Machine()
                .WithDataVolume("root")
                .WithSecret("init")
                .Resources.Change(Kinds.VirtualMachine, machine =>
                {
                    var domain = machine["spec"]!["template"]!["spec"]!["domain"]!;
                    domain["devices"]!["interfaces"]![0]!["macAddress"] = "02:00:00:00:00:01";
                    domain["firmware"] = Node(
                        """{"uuid":"5d307ca9-b3ef-428c-8861-06e72d69f223","serial":"e4686d2c-6e8d-4335-b8fd-81bee22f4814"}"""
                    );
                }),
            [OwnIdentity, Untouched, There(Db), Accepted]
        )
        {
            TargetNamespace = "copy",
        },
    ];

    /// <summary>A machine whose instancetype was changed since it was started keeps what it was started with.</summary>
    private static PartnerCase OfInstancetype(string name, string scope, string test) =>
        new(
            new(
                name,
                $"A machine of {(scope.Length > 0 ? "a cluster's" : "a namespace's")} instancetype, changed since",
                $"{Guide}; {Tests} {test}"
            ),
            Machine().WithDataVolume("root").Running().Resources.WithInstancetype(scope),
            [
                Volumes,
                Running,
                Accepted,
                OfRevision("/spec/instancetype/revisionName", RevisionOf("small")),
                OfRevision("/spec/preference/revisionName", RevisionOf("linux")),
                There(
                    new ResourceId(Kinds.ControllerRevision, PartnerCase.Namespace, RevisionOf("small")),
                    new ResourceId(Kinds.ControllerRevision, PartnerCase.Namespace, RevisionOf("linux"))
                ),
            ]
        );

    private static Law<PartnerRun> OfRevision(string pointer, string expected) =>
        Text(
            "The machine keeps the CPU and memory that it had",
            "Copy the name of controllerRevisionRef from its status to revisionName of its spec.",
            Db,
            pointer,
            expected
        );
}
