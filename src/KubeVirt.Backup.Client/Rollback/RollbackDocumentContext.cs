using System.Text.Json.Serialization;
using KubeVirt.Backup.Client.Cluster;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Rollback;

namespace KubeVirt.Backup.Client.Rollback;

/// <summary>How the plan of a journal is spelled, made at build time so that trimmed apps have it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    // What is around an object in the document.
    MaxDepth = ObjectTree.MaxDepth + 2,
    Converters = [typeof(CamelCaseNames<RollbackScope>), typeof(CamelCaseNames<RollbackMethod>)]
)]
[JsonSerializable(typeof(RollbackDocument))]
internal sealed partial class RollbackDocumentContext : JsonSerializerContext;
