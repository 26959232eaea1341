using System.Text;
using System.Text.Json;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>JSON of files, of API servers, and of one object.</summary>
internal sealed class JsonTarget : FuzzTarget
{
    private const string A = """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"n"}}""";

    private static readonly string[] Texts =
    [
        A,
        $"[{A},{{}}]",
        A + "\n" + A.Replace("\"a\"", "\"b\"", StringComparison.Ordinal),
        $$$"""{"apiVersion":"v1","kind":"List","items":[{{{A}}}],"metadata":{"resourceVersion":"","continue":"x"}}""",
        """{"kind":"SecretList","apiVersion":"v1","metadata":{},"items":[{"metadata":{"name":"a"},"data":{"x":"eA=="}}]}""",
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","managedFields":[{}]},"n":[1.50,-0,1e99,"\ud83d\ude00"]}""",
        """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403}""",
    ];

    public override string Name => "json";

    public override string Meaning => "a file of JSON, which an API server could have answered, too";

    public override IEnumerable<byte[]> Seeds =>
        Texts.Select(Encoding.UTF8.GetBytes).Concat(Recipes.SmallestAsJson(20));

    public override IEnumerable<string> Words =>
        [
            "\"apiVersion\":\"v1\"",
            "\"kind\":\"Secret\"",
            "\"kind\":\"SecretList\"",
            "\"metadata\":{\"name\":\"a\"}",
            "\"items\":[",
            "\"continue\":",
            "\"remainingItemCount\":1.5",
            "\"namespace\":",
            "null",
            "true",
            "1e400",
            "\\u0000",
            "\\ud800",
            "\\u202e",
            "\xEF\xBB\xBF",
            "\n---\n",
        ];

    protected override void TryInput(byte[] input)
    {
        ManifestPromises.Check(new ManifestReader().Read(input, "input.json"));
        ManifestPromises.Check(
            new ManifestReader(new ManifestOptions { DropManagedFields = true }).Read(input, "input.json")
        );
        CheckAnswer(input);
        CheckObject(input);
    }

    private static void CheckAnswer(byte[] input)
    {
        try
        {
            var answer = new ApiAnswerReader("/api/v1/secrets").Read(input);
            foreach (var finding in answer.Findings)
                ManifestPromises.Check(finding);
        }
        catch (JsonException)
        {
            // It is no JSON.
        }
    }

    private static void CheckObject(byte[] input)
    {
        try
        {
            var one = Resource.Parse(input);
            var set = new ManifestReader().Read(input, "input.json");
            Promise.That(set.Resources.Count <= 1 || one.Id.Name.Length > 0, $"{one} is {set.Resources.Count} objects");
        }
        catch (FormatException)
        {
            // It is no object.
        }
    }
}
