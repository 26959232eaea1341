using System.Text.Json.Serialization;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Json;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Documents;

/// <summary>How the documents of this library are spelled, made at build time so that trimmed apps have it.</summary>
/// <remarks>
/// What is made sets every member that has an init accessor; one that a document lacks, as those of earlier versions do,
/// it sets to null. So a member with a default takes null for it.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = JsonLimits.MaxDocumentDepth,
    Converters = [
        typeof(CamelCaseNames<Relation>),
        typeof(CamelCaseNames<FindingSeverity>),
        typeof(CamelCaseNames<ObjectClass>),
        typeof(CamelCaseNames<Restorability>),
        typeof(CamelCaseNames<Consistency>),
        typeof(CamelCaseNames<SnapshotSupport>),
        typeof(CamelCaseNames<DiskProtection>),
        typeof(CamelCaseNames<BackupWay>),
    ]
)]
[JsonSerializable(typeof(BackupPlanDocument))]
[JsonSerializable(typeof(RestoreDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext;
