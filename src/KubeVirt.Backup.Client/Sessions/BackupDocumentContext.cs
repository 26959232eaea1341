using System.Text.Json.Serialization;
using KubeVirt.Backup.Chains;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Client.Sessions;

/// <summary>How the document of a backup is spelled, made at build time so that trimmed apps have it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [
        typeof(FreezeVerdictConverter),
        typeof(CamelCaseNames<BackupStep>),
        typeof(CamelCaseNames<Relation>),
        typeof(CamelCaseNames<FindingSeverity>),
        typeof(CamelCaseNames<ObjectClass>),
        typeof(CamelCaseNames<Restorability>),
        typeof(CamelCaseNames<Consistency>),
        typeof(CamelCaseNames<SnapshotSupport>),
        typeof(CamelCaseNames<DiskProtection>),
        typeof(CamelCaseNames<BackupWay>),
        typeof(CamelCaseNames<ChainPointKind>),
    ]
)]
[JsonSerializable(typeof(BackupDocument))]
internal sealed partial class BackupDocumentContext : JsonSerializerContext;
