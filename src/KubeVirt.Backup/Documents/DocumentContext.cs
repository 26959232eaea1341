using System.Text.Json.Serialization;
using KubeVirt.Backup.Findings;
using KubeVirt.Backup.Graph;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Platforms;

namespace KubeVirt.Backup.Documents;

/// <summary>How the documents of this library are spelled, made at build time so that trimmed apps have it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
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
