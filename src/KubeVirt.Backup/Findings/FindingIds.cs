namespace KubeVirt.Backup.Findings;

/// <summary>
/// The ids of all findings, grouped by thousand: 1 graph, 2 manifests, 3 plans, 4 restore, 5 live clusters, 6 chains of
/// backups. An id is never used again for something else. <c>docs/reference/findings</c> holds cause and remedy of each.
/// </summary>
public static class FindingIds
{
    /// <summary>A reference names an object that was not found.</summary>
    public const string MissingReference = "KVB1001";

    /// <summary>A field has another JSON type than the API gives it.</summary>
    public const string UnexpectedType = "KVB1002";

    /// <summary>A reference holds a text that can be no name.</summary>
    public const string InvalidReference = "KVB1003";

    /// <summary>Objects need each other in a cycle.</summary>
    public const string NeedsCycle = "KVB1004";

    /// <summary>Objects own each other in a cycle.</summary>
    public const string OwnerCycle = "KVB1005";

    /// <summary>A resolver failed with an exception.</summary>
    public const string ResolverFailed = "KVB1006";

    /// <summary>A root that was asked for was not found.</summary>
    public const string MissingRoot = "KVB1007";

    /// <summary>A reference names an object that was found and is left out.</summary>
    public const string RequiredLeftOut = "KVB1008";

    /// <summary>A reference names an object that could not be read.</summary>
    public const string ReferenceNotRead = "KVB1009";

    /// <summary>A file is neither YAML nor JSON, or breaks off.</summary>
    public const string UnreadableManifest = "KVB2001";

    /// <summary>A document is not a Kubernetes object: apiVersion, kind or name is missing.</summary>
    public const string NotAResource = "KVB2002";

    /// <summary>A mapping holds the same key twice.</summary>
    public const string DuplicateKey = "KVB2003";

    /// <summary>The same object stands in the input more than once.</summary>
    public const string DuplicateResource = "KVB2004";

    /// <summary>A document is nested too deeply, or its aliases expand to too much.</summary>
    public const string DocumentTooLarge = "KVB2005";

    /// <summary>The input holds no Kubernetes object at all.</summary>
    public const string NoResources = "KVB2006";

    /// <summary>An entry of an archive stands where its object does not belong.</summary>
    public const string MisplacedEntry = "KVB2007";

    /// <summary>A file holds what objects are made from, and no objects.</summary>
    public const string Unrendered = "KVB2008";

    /// <summary>A guest is paused and cannot be frozen.</summary>
    public const string GuestPaused = "KVB3001";

    /// <summary>A guest has no agent, so it cannot be frozen.</summary>
    public const string NoGuestAgent = "KVB3002";

    /// <summary>A DataVolume is not populated yet.</summary>
    public const string VolumeNotPopulated = "KVB3003";

    /// <summary>Several claims are labelled as one machine's persistent state.</summary>
    public const string SeveralStateClaims = "KVB3004";

    /// <summary>A claim is labelled as the persistent state of a machine that asks for none.</summary>
    public const string UnwantedStateClaim = "KVB3005";

    /// <summary>A volume is attached to a running guest only.</summary>
    public const string HotPluggedOnly = "KVB3006";

    /// <summary>A selector names a kind that nothing has.</summary>
    public const string SelectorUnused = "KVB3007";

    /// <summary>A selection leaves nothing to back up.</summary>
    public const string NothingSelected = "KVB3008";

    /// <summary>A claim that one node or pod can use is in use by several running machines.</summary>
    public const string ClaimShared = "KVB3009";

    /// <summary>A stored preference cannot be read from its revision.</summary>
    public const string PreferenceUnreadable = "KVB3010";

    /// <summary>A guest is being migrated and cannot be frozen.</summary>
    public const string GuestMigrating = "KVB3011";

    /// <summary>A claim is not bound to a volume, or has lost it.</summary>
    public const string ClaimNotBound = "KVB3012";

    /// <summary>A volume was being migrated to another claim, and its data is in the source.</summary>
    public const string VolumeMigrationUnfinished = "KVB3013";

    /// <summary>An object was being deleted when it was read.</summary>
    public const string BeingDeleted = "KVB3014";

    /// <summary>A machine was in the middle of a restore, a memory dump or a migration to it.</summary>
    public const string WorkInProgress = "KVB3015";

    /// <summary>A guest writes to something that lies in no claim.</summary>
    public const string DataOutsideClaims = "KVB3016";

    /// <summary>KubeVirt takes no snapshot of a volume.</summary>
    public const string SnapshotUnsupported = "KVB3017";

    /// <summary>A plan has no root.</summary>
    public const string NothingToBackUp = "KVB3018";

    /// <summary>A status says that the work an object stands for has finished: created again it would run again.</summary>
    public const string WouldRunAgain = "KVB3030";

    /// <summary>A choice of disks names one that no machine has.</summary>
    public const string DiskUnknown = "KVB3040";

    /// <summary>A choice of disks leaves out the disk that a machine starts from.</summary>
    public const string BootDiskLeftOut = "KVB3041";

    /// <summary>A disk is left out on purpose.</summary>
    public const string DiskLeftOut = "KVB3042";

    /// <summary>There is no way to back up the data of a machine.</summary>
    public const string NoWay = "KVB3050";

    /// <summary>It is not known whether the data of a machine can be backed up in some way.</summary>
    public const string WayUnknown = "KVB3051";

    /// <summary>The data of a machine cannot be backed up in the one way that is allowed.</summary>
    public const string WayNotPossible = "KVB3052";

    /// <summary>A group snapshot is not of the claims that were meant.</summary>
    public const string GroupMembersDiffer = "KVB3053";

    /// <summary>A claim still bears the label by which a group snapshot chose it.</summary>
    public const string GroupLabelLeft = "KVB3054";

    /// <summary>A backup is full though an incremental one was planned.</summary>
    public const string FullInstead = "KVB3055";

    /// <summary>The claim of a machine's persistent state is not in its VirtualMachineBackup.</summary>
    public const string StateNotCopied = "KVB3056";

    /// <summary>Two objects would get the same name.</summary>
    public const string NamesMerge = "KVB4001";

    /// <summary>An object that is restored requires one that is not.</summary>
    public const string RequiredSkipped = "KVB4002";

    /// <summary>A new identity or name breaks something inside the guest.</summary>
    public const string IdentityBreaks = "KVB4003";

    /// <summary>A network map cannot be applied to a machine.</summary>
    public const string NetworkNotMapped = "KVB4004";

    /// <summary>A machine starts by itself after the restore.</summary>
    public const string StartsAgain = "KVB4005";

    /// <summary>A DataVolume waits for a DataSource that may be absent.</summary>
    public const string DataSourceRequired = "KVB4006";

    /// <summary>A stored instancetype revision is of a version that KubeVirt replaces.</summary>
    public const string RevisionOutdated = "KVB4007";

    /// <summary>A pool is paused, so that it creates no machines beside the restored ones.</summary>
    public const string PoolPaused = "KVB4008";

    /// <summary>A volume is removed from a machine.</summary>
    public const string VolumeDropped = "KVB4009";

    /// <summary>A map names something that the backup lacks.</summary>
    public const string MapUnused = "KVB4010";

    /// <summary>An owned instance is not restored, and its owner is not in the backup.</summary>
    public const string OwnerAbsent = "KVB4011";

    /// <summary>A volume would be refused, get stuck, or be populated over the restored data.</summary>
    public const string VolumeBroken = "KVB4012";

    /// <summary>An object is renamed that the platform finds by a fixed name.</summary>
    public const string RenameNotFollowed = "KVB4013";

    /// <summary>A machine has no run strategy.</summary>
    public const string RunStrategyAbsent = "KVB4014";

    /// <summary>Guests would have the same MAC address, UUID or serial.</summary>
    public const string IdentityCollides = "KVB4020";

    /// <summary>All instances of a replica set or a pool would share an identity.</summary>
    public const string IdentityShared = "KVB4021";

    /// <summary>A MAC address that was given lies in a vendor's range.</summary>
    public const string VendorAddress = "KVB4022";

    /// <summary>A network is removed from a guest, with its interface.</summary>
    public const string InterfaceDropped = "KVB4023";

    /// <summary>A volume gets another mode than the one it had.</summary>
    public const string VolumeChanged = "KVB4024";

    /// <summary>A size cannot be read.</summary>
    public const string SizeUnreadable = "KVB4025";

    /// <summary>A run state that was held cannot be put back as it was remembered.</summary>
    public const string HeldStateKept = "KVB4026";

    /// <summary>A patch does not apply to an object that it is for.</summary>
    public const string PatchFailed = "KVB4027";

    /// <summary>A machine gets another name but keeps what belongs to the original.</summary>
    public const string BelongingsShared = "KVB4028";

    /// <summary>A policy threw an exception.</summary>
    public const string PolicyFailed = "KVB4029";

    /// <summary>A restore writes nothing.</summary>
    public const string NothingToRestore = "KVB4030";

    /// <summary>An object has a version that clusters of today do not serve.</summary>
    public const string VersionNotServed = "KVB4040";

    /// <summary>A selector of the original's neighbours chooses its copy as well.</summary>
    public const string CopySelected = "KVB4041";

    /// <summary>A disk of a machine bears the label of persistent state, by which KubeVirt would delete it.</summary>
    public const string DiskLabelled = "KVB4042";

    /// <summary>A copy asks for the addresses of its original.</summary>
    public const string AddressKept = "KVB4050";

    /// <summary>A name is longer than a label or a name that follows from it may be.</summary>
    public const string NameTooLong = "KVB4051";

    /// <summary>A claim of a volume that nobody provisions would be bound to nothing.</summary>
    public const string StaticVolumeAbsent = "KVB4052";

    /// <summary>In a rehearsal the target refuses an object.</summary>
    public const string RehearsedRefusal = "KVB4060";

    /// <summary>In a rehearsal a restored volume is filled over.</summary>
    public const string RehearsedOverwritten = "KVB4061";

    /// <summary>In a rehearsal a controller deletes a restored object.</summary>
    public const string RehearsedCollected = "KVB4062";

    /// <summary>In a rehearsal something waits for what nobody brings.</summary>
    public const string RehearsedPending = "KVB4063";

    /// <summary>In a rehearsal a machine is started without its data.</summary>
    public const string RehearsedEarlyStart = "KVB4064";

    /// <summary>In a rehearsal two machines have the same identity.</summary>
    public const string RehearsedTwin = "KVB4065";

    /// <summary>In a rehearsal a volume is filled from its source, since it is not restored.</summary>
    public const string RehearsedAnew = "KVB4066";

    /// <summary>In a rehearsal nobody can tell what becomes of an object.</summary>
    public const string RehearsedUnknown = "KVB4067";

    /// <summary>In a rehearsal an action that was finished runs again.</summary>
    public const string RehearsedAction = "KVB4068";

    /// <summary>In a rehearsal a pool makes machines beside the restored ones.</summary>
    public const string RehearsedSurplus = "KVB4069";

    /// <summary>The disk that a machine starts from comes back without its data.</summary>
    public const string BootDiskWithoutData = "KVB4070";

    /// <summary>A disk comes back blank.</summary>
    public const string DiskBlank = "KVB4071";

    /// <summary>A disk is on a claim of the target that is not restored.</summary>
    public const string DiskOfTarget = "KVB4072";

    /// <summary>An account may not read objects of a kind.</summary>
    public const string ReadForbidden = "KVB5001";

    /// <summary>A cluster does not serve a kind.</summary>
    public const string KindNotServed = "KVB5002";

    /// <summary>A cluster does not answer how it serves a kind.</summary>
    public const string KindUnreadable = "KVB5003";

    /// <summary>A namespace that is to be backed up does not exist.</summary>
    public const string NamespaceAbsent = "KVB5004";

    /// <summary>A target cluster refuses an object.</summary>
    public const string ObjectRefused = "KVB5010";

    /// <summary>A target cluster has an object of the same name.</summary>
    public const string ObjectExists = "KVB5011";

    /// <summary>An owner could not be put back.</summary>
    public const string OwnerNotRestored = "KVB5012";

    /// <summary>A target cluster lacks what a restore needs.</summary>
    public const string TargetLacks = "KVB5013";

    /// <summary>A restored object is not as it should be yet.</summary>
    public const string NotReady = "KVB5014";

    /// <summary>An account may not write what a restore takes.</summary>
    public const string WriteForbidden = "KVB5015";

    /// <summary>A restore asks for more than a quota has left.</summary>
    public const string QuotaExceeded = "KVB5016";

    /// <summary>Something could not be checked before a restore.</summary>
    public const string TargetNotChecked = "KVB5017";

    /// <summary>An object that was held stays so.</summary>
    public const string NotReleased = "KVB5018";

    /// <summary>A target cluster could no longer be reached during a restore.</summary>
    public const string TargetLost = "KVB5019";

    /// <summary>There is no class to take a snapshot of a claim with.</summary>
    public const string SnapshotClassAbsent = "KVB5020";

    /// <summary>A snapshot was refused, failed, was deleted, or was not taken in time.</summary>
    public const string SnapshotNotMade = "KVB5021";

    /// <summary>An action of KubeVirt, such as a restore or an export, failed.</summary>
    public const string ActionNotDone = "KVB5022";

    /// <summary>A machine starts by itself on claims that a restore makes empty.</summary>
    public const string StartsEmpty = "KVB5023";

    /// <summary>It is not proven that anybody takes snapshots for a driver.</summary>
    public const string SnapshotterUnproven = "KVB5030";

    /// <summary>A snapshot of a backup that was given up may still be there.</summary>
    public const string SnapshotLeft = "KVB5031";

    /// <summary>A machine is another one, or changed, since the plan was made that is to be backed up.</summary>
    public const string PlanOutdated = "KVB5032";

    /// <summary>A step of a backup failed after the snapshots were taken.</summary>
    public const string StepFailed = "KVB5033";

    /// <summary>A machine cannot be rolled back, or not as it was planned.</summary>
    public const string RollbackRefused = "KVB5040";

    /// <summary>What a rollback makes void.</summary>
    public const string RollbackVoids = "KVB5041";

    /// <summary>A step of a rollback failed.</summary>
    public const string RollbackFailed = "KVB5042";

    /// <summary>An incremental backup is based on one that is missing.</summary>
    public const string ChainGap = "KVB6001";

    /// <summary>An incremental backup is of other disks than the one it is based on.</summary>
    public const string ChainVoid = "KVB6002";

    /// <summary>A guest was migrated between two backups of a chain.</summary>
    public const string ChainMigrated = "KVB6003";

    /// <summary>A tracker does not know where the chain of its machine ends.</summary>
    public const string TrackerLost = "KVB6004";

    /// <summary>What a document says of a chain contradicts itself.</summary>
    public const string ChainMalformed = "KVB6005";
}
