using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>Lists in the form that tells the metadata of objects alone.</summary>
internal static class MetadataForm
{
    private const string Form = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /// <summary>An answer in the form that was asked for.</summary>
    public static ApiAnswer Of(ApiAnswer answer, string accept)
    {
        if (answer.Code != 200 || !accept.Contains(Form, StringComparison.Ordinal))
            return answer;

        var list = JsonNode.Parse(answer.Body, documentOptions: ServerJson.Reading)!;
        list["kind"] = "PartialObjectMetadataList";
        list["apiVersion"] = "meta.k8s.io/v1";
        var items = list["items"]!
            .AsArray()
            .Select(item => new JsonObject
            {
                ["kind"] = "PartialObjectMetadata",
                ["apiVersion"] = "meta.k8s.io/v1",
                ["metadata"] = item!["metadata"]!.DeepClone(),
            });
        list["items"] = new JsonArray([.. items]);
        return ApiAnswer.Ok(list) with { ContentType = Form };
    }
}
