using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Json.Schema;
using Shouldly;

namespace KubeVirt.Backup.Documents;

/// <summary>The JSON Schema of a document: made of its type, kept in docs/schemas, and held against real documents.</summary>
internal static class DocumentSchema
{
    private const string Update = "KUBEVIRT_BACKUP_UPDATE_DOCS";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSchemaExporterOptions Export = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Describe,
    };

    /// <summary>Compares the page of a schema with the type of its document, or writes it anew.</summary>
    public static void Compare(JsonTypeInfo type, string name, string title)
    {
        var path = PathOf(name);
        var schema = (JsonObject)type.GetJsonSchemaAsNode(Export);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        var text = schema.ToJsonString(Layout) + "\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
            File.WriteAllText(path, text);

        File.ReadAllText(path).ShouldBe(text, $"Run the tests with {Update}=1 to write {path} anew.");
    }

    /// <summary>What the schema of a name says against a document.</summary>
    public static IReadOnlyList<string> Violations(string name, string json)
    {
        var schema = JsonSchema.FromText(File.ReadAllText(PathOf(name)));
        using var document = JsonDocument.Parse(json);
        var results = schema.Evaluate(document.RootElement, new() { OutputFormat = OutputFormat.List });

        return
        [
            .. (results.Details ?? []).SelectMany(detail =>
                (detail.Errors ?? []).Select(error => $"{detail.InstanceLocation}: {error.Value}")
            ),
        ];
    }

    private static string PathOf(string name) => Repository.PathOf("docs", "schemas", $"{name}.schema.json");

    /// <summary>What converters write, the exporter cannot know.</summary>
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (context.TypeInfo.ElementType == typeof(ResourceId) && schema is JsonObject)
            schema["items"] = IdSchema("string");
        if (context.TypeInfo.Type == typeof(ResourceId))
            return IdSchema("string");

        return context.TypeInfo.Type == typeof(ResourceId?) ? IdSchema(new JsonArray("string", "null")) : schema;
    }

    private static JsonObject IdSchema(JsonNode type) =>
        new()
        {
            ["description"] = "KIND.GROUP/NAMESPACE/NAME, without the parts that the object has not",
            ["type"] = type,
        };
}
