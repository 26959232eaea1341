using System.Text;

namespace KubeVirt.Backup.Manifests;

/// <summary>
/// Writes resources as YAML for people, which kubectl reads back to the same JSON, or as a JSON list with the bytes
/// that were read.
/// </summary>
/// <remarks>The same resources give the same bytes. Values of Secrets are written as they are.</remarks>
/// <example>
/// <code language="csharp">
/// Console.WriteLine(ManifestWriter.ToYaml(manifests.Resources[0]));
///
/// using var stream = new MemoryStream();
/// ManifestWriter.WriteJson(manifests.Resources, stream);
/// Console.WriteLine($"{stream.Length} bytes");
/// </code>
/// </example>
public static class ManifestWriter
{
    /// <summary>Writes one YAML document for each resource, with <c>---</c> between them.</summary>
    /// <param name="resources">The resources to write, in this order.</param>
    /// <param name="stream">The stream to write to. Left open.</param>
    /// <remarks>Strings that a reader of YAML 1.1 or 1.2 could take for another type are quoted.</remarks>
    public static void WriteYaml(IEnumerable<Resource> resources, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(resources);
        ArgumentNullException.ThrowIfNull(stream);

        var yaml = new Utf8Buffer();
        var isFirst = true;
        foreach (var resource in resources)
        {
            yaml.Truncate(0);
            if (!isFirst)
                yaml.Append("---\n"u8);
            isFirst = false;

            new YamlEmitter(yaml).Write(resource.Json.Span);
            stream.Write(yaml.Written);
        }
    }

    /// <summary>One resource as a YAML document, with a line break at its end.</summary>
    public static string ToYaml(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var yaml = new Utf8Buffer();
        new YamlEmitter(yaml).Write(resource.Json.Span);

        return Encoding.UTF8.GetString(yaml.Written);
    }

    /// <summary>Writes a <c>v1</c> <c>List</c>, one item a line, each with the bytes that were read.</summary>
    /// <inheritdoc cref="WriteYaml" path="/param"/>
    public static void WriteJson(IEnumerable<Resource> resources, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(resources);
        ArgumentNullException.ThrowIfNull(stream);

        stream.Write("{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["u8);
        var separator = "\n"u8;
        foreach (var resource in resources)
        {
            stream.Write(separator);
            stream.Write(resource.Json.Span);
            separator = ",\n"u8;
        }

        stream.Write("\n]}\n"u8);
    }
}
