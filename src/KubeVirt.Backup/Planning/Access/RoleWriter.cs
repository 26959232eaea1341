using System.Buffers;
using System.Text.Json;

namespace KubeVirt.Backup.Planning;

/// <summary>Writes roles as Kubernetes objects; rules that differ in the resource only become one.</summary>
internal static class RoleWriter
{
    private const string Group = "rbac.authorization.k8s.io";

    public static Resource Write(string kind, string name, string? ns, IEnumerable<AccessRule> rules)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", $"{Group}/v1");
            writer.WriteString("kind", kind);
            writer.WriteStartObject("metadata");
            writer.WriteString("name", name);
            if (ns is not null)
                writer.WriteString("namespace", ns);
            writer.WriteEndObject();
            writer.WriteStartArray("rules");
            foreach (var rule in rules.GroupBy(rule => (rule.Group, Verbs: string.Join(',', rule.Verbs))))
                WriteRule(writer, rule.Key.Group, rule.Select(same => same.Resource), rule.First().Verbs);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new Resource(new ResourceId(new GroupKind(Group, kind), ns, name), $"{Group}/v1", buffer.WrittenMemory);
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
