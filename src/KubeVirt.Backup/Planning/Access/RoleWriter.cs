using System.Buffers;
using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>Writes roles as Kubernetes objects; rules that differ in the resource only become one.</summary>
/// <remarks>Source: Kubernetes rbac/v1 Role and ClusterRole.</remarks>
internal static class RoleWriter
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Writes one role.</summary>
    /// <param name="kind"><c>Role</c> or <c>ClusterRole</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="namespaceName">Its namespace; <see langword="null"/> for a ClusterRole.</param>
    /// <param name="rules">What it allows, ordered.</param>
    public static Resource Write(string kind, string name, string? namespaceName, IEnumerable<AccessRule> rules)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", $"{Group}/v1");
            writer.WriteString("kind", kind);
            writer.WriteStartObject("metadata");
            writer.WriteString("name", name);
            if (namespaceName is not null)
                writer.WriteString("namespace", namespaceName);
            writer.WriteEndObject();
            writer.WriteStartArray("rules");
            foreach (var rule in rules.GroupBy(rule => (rule.Group, Verbs: string.Join(',', rule.Verbs))))
                WriteRule(writer, rule.Key.Group, rule.Select(same => same.Resource), rule.First().Verbs);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var id = new ResourceId(new GroupKind(Group, kind), namespaceName, name);

        return new Resource(id, $"{Group}/v1", buffer.WrittenMemory);
    }

    private static void WriteRule(
        Utf8JsonWriter writer,
        string group,
        IEnumerable<string> resources,
        IEnumerable<string> verbs
    )
    {
        writer.WriteStartObject();
        WriteTexts(writer, "apiGroups", [group]);
        WriteTexts(writer, "resources", resources);
        WriteTexts(writer, "verbs", verbs);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
