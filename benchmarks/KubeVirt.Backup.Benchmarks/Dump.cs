using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeVirt.Backup.Benchmarks;

/// <summary>
/// Writes a cluster's objects as <c>kubectl get -o json</c> would: a List for each kind, eleven objects for each
/// machine, with managedFields and status. The same number of machines gives the same bytes.
/// </summary>
internal static class Dump
{
    private const int MachinesPerNamespace = 500;

    /// <summary>
    /// Of each file, the templates of a machine's objects and what tells those of the same template apart.
    /// </summary>
    private static readonly (string File, (string Template, string Part)[] Objects)[] Files =
    [
        ("virtualmachines", [("virtualmachine", "")]),
        ("virtualmachineinstances", [("virtualmachineinstance", "")]),
        ("pods", [("pod", "")]),
        ("datavolumes", [("datavolume", "")]),
        (
            "persistentvolumeclaims",
            [("persistentvolumeclaim", "root"), ("persistentvolumeclaim", "data"), ("persistent-state", "")]
        ),
        ("controllerrevisions", [("controllerrevision", "instancetype"), ("controllerrevision", "preference")]),
        ("secrets", [("secret", "")]),
        ("configmaps", [("configmap", "")]),
    ];

    public static void Write(string folder, int machines)
    {
        Directory.CreateDirectory(folder);
        foreach (var (file, objects) in Files)
        {
            var templates = objects
                .Select(item => Template(item.Template).Replace("@part@", item.Part, StringComparison.Ordinal))
                .ToList();
            using var writer = new StreamWriter(
                Path.Combine(folder, file + ".json"),
                append: false,
                new UTF8Encoding(false),
                1 << 20
            );
            writer.Write("{\"apiVersion\":\"v1\",\"items\":[");
            for (var n = 0; n < machines; n++)
            {
                foreach (var (i, template) in templates.Index())
                {
                    writer.Write(n + i == 0 ? "" : ",");
                    writer.Write(Fill(template, n));
                }
            }

            writer.Write("],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"\"}}\n");
        }
    }

    private static string Fill(string template, int n) =>
        template
            .Replace(
                "@ns@",
                string.Create(CultureInfo.InvariantCulture, $"ns-{n / MachinesPerNamespace}"),
                StringComparison.Ordinal
            )
            .Replace("@vm@", string.Create(CultureInfo.InvariantCulture, $"vm-{n}"), StringComparison.Ordinal)
            .Replace(
                "@vm-uid@",
                string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{n:x12}"),
                StringComparison.Ordinal
            )
            .Replace(
                "@vmi-uid@",
                string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-9000-{n:x12}"),
                StringComparison.Ordinal
            );

    /// <summary>The templates are written for people; an API server sends no white space.</summary>
    private static string Template(string name)
    {
        using var stream = typeof(Dump).Assembly.GetManifestResourceStream($"{name}.json")!;
        return JsonNode.Parse(stream)!.ToJsonString();
    }
}
