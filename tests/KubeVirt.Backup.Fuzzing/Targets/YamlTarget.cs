using System.Text;
using KubeVirt.Backup.Manifests;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Files of YAML.</summary>
internal sealed class YamlTarget : FuzzTarget
{
    private const string Head = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";

    private static readonly string[] Texts =
    [
        Head + "---\n" + Head.Replace("a}", "b}", StringComparison.Ordinal),
        Head + "x: &a {b: [1, \"c\"], d: 1.50}\ny: *a\nz: {<<: *a, e: ~}\n",
        Head + "t: |+\n  one\n  two\n\nu: >-\n  three\n  four\n? k\n: 'v''w'\n",
        Head + "n: [0x1F, 0o17, 1e3, .inf, -.nan, 1_000, 012, yes, off, 2001-01-01]\n",
        "%YAML 1.1\n--- !!map\napiVersion: \"v1\" # c\nkind: !!str List\nitems:\n- "
            + "{apiVersion: v1, kind: Pod}\n...\n",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: c\n",
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}\n---\n" + Head,
        "{{ if .x }}\n" + Head + "{{ end }}\n",
    ];

    public override string Name => "yaml";

    public override string Meaning => "a file of YAML";

    public override IEnumerable<byte[]> Seeds => Texts.Select(Encoding.UTF8.GetBytes).Concat(Samples.Smallest(20));

    public override IEnumerable<string> Words =>
        [
            "apiVersion: v1\n",
            "kind: Secret\n",
            "kind: List\n",
            "metadata: {name: a}\n",
            "items:\n- ",
            "---\n",
            "...\n",
            "%YAML 1.1\n",
            "&a ",
            "*a",
            "<<: *a",
            "!!binary ",
            "!!str ",
            "!!int ",
            "!!set ",
            "!!omap ",
            "? ",
            ": ",
            "|+\n",
            ">-\n",
            "\"\\u00e9\"",
            "\"\\x41\"",
            "{{ .x }}",
            "\xEF\xBB\xBF",
        ];

    protected override void TryInput(byte[] input) =>
        ManifestPromises.Check(new ManifestReader().Read(input, "input.yaml"));
}
