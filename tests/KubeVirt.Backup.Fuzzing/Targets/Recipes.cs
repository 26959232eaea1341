using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>
/// Manifests made of a fixture and of edits: bytes alone seldom end in an object of which only one field is odd.
/// </summary>
internal static class Recipes
{
    private const int Head = 2;
    private const int Step = 5;

    // Many edits make objects that have nothing left of what they were.
    private const int MaxSteps = 12;

    // Each edit can nest deeper than the library reads.
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = MaxSteps * 300 };

    /// <summary>
    /// The manifest of an input. One that begins as a manifest is taken as it is. In any other the first two bytes choose
    /// the fixture, and each five bytes are an edit: the object, two bytes for the place, what is done, and with what.
    /// </summary>
    public static byte[] Make(byte[] input)
    {
        if (IsManifest(input))
            return input;

        var fixture = Samples.Objects[At(input, 0) % Samples.Objects.Count];
        var objects = fixture.Select(resource => JsonNode.Parse(resource.Json.Span)!.AsObject()).ToList();
        var steps = input.Skip(Head).Chunk(Step).Where(step => step.Length == Step).Take(MaxSteps);
        foreach (var step in steps.Where(_ => objects.Count > 0))
            new Edit(objects[step[0] % objects.Count], At(step, 1), step[3], step[4]).Apply();

        return AsLines(objects);
    }

    /// <summary>A recipe for each fixture, without an edit and with some.</summary>
    public static IEnumerable<byte[]> Seeds()
    {
        for (var i = 0; i < Samples.Objects.Count; i++)
            yield return [(byte)i, (byte)(i >> 8), 0, (byte)(7 * i), 0, (byte)i, (byte)(3 * i)];
    }

    /// <summary>So many of the smallest fixtures, as lists of JSON.</summary>
    public static IEnumerable<byte[]> SmallestAsJson(int count)
    {
        foreach (var objects in Samples.Objects.Take(count))
        {
            using var stream = new MemoryStream();
            ManifestWriter.WriteJson(objects, stream);
            yield return stream.ToArray();
        }
    }

    private static bool IsManifest(byte[] input) =>
        input.Length < Head || input[0] == (byte)'{' || input.AsSpan().StartsWith("apiVersion"u8);

    private static int At(byte[] bytes, int index) => bytes[index] | (bytes[index + 1] << 8);

    private static byte[] AsLines(IEnumerable<JsonObject> objects) =>
        Encoding.UTF8.GetBytes(string.Concat(objects.Select(item => item.ToJsonString(Deep) + "\n")));
}
