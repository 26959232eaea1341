using System.Text.Json;
using CsCheck;

namespace KubeVirt.Backup.Manifests;

/// <summary>Random JSON, with strings that YAML readers like to take for something else.</summary>
internal static class JsonGen
{
    public static readonly string[] Hostile =
    [
        "",
        " ",
        "~",
        "null",
        "Null",
        "y",
        "N",
        "yes",
        "No",
        "on",
        "OFF",
        "true",
        "False",
        "010",
        "0o10",
        "0x1F",
        "0b11",
        "1_000",
        "1e3",
        ".5",
        "1.",
        "+1",
        "-",
        "--",
        "---",
        "...",
        "-1",
        "- a",
        "? a",
        ": a",
        "a: b",
        "a:",
        "a #b",
        "#a",
        ".inf",
        "-.INF",
        ".nan",
        "NaN",
        "inf",
        "2001-01-01",
        "1:30:00",
        "<<",
        "=",
        "*a",
        "&a",
        "!a",
        "!!int 1",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "|-",
        "[a",
        "]",
        "{a",
        "}",
        ",",
        "'",
        "\"",
        "\\",
        "a'b",
        "a\"b",
        "\\n",
        "\n",
        "\n\n",
        "a\n",
        "a\n\n",
        "a\n\n\n",
        "\na",
        "\n\na\n",
        "a\nb",
        "a\n\nb\n",
        " a\nb",
        "a\n b\n",
        "\ta\nb",
        "a\n\tb\n",
        "a \nb",
        "a\n ",
        "a\n \nb",
        "a\nb ",
        "a\r\nb",
        "a\r",
        "a\tb",
        "\t",
        "a\n---\nb",
        "a\n...\n",
        "---\na\n",
        "# a\nb\n",
        "- a\n- b\n",
        "a: b\nc: |\n  d\n",
        "\n a\n",
        "\u0000",
        "\u0001\u001f",
        "\u007f",
        "\u0080",
        "\u0085",
        "a\u0085b\nc",
        "\u00a0",
        "\u00e9\n\u00fc\n",
        "\u2028",
        "a\u2029b\n",
        "\ufeff",
        "\ufeffa\nb",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\ud7ff",
        "\ue000",
        "\U0001F600",
        "\U0001F600\nb\n",
        "\U0010FFFF",
        "quay.io/a:v1",
        "a:b",
        "a::",
        "http://x/y?z=1#f",
        "C:\\x",
        "#cloud-config\npassword: x\nchpasswd: { expire: False }\n",
        new('a', 2000),
        new string('\u00e9', 700) + "\n",
        "x" + new string(' ', 200) + "y",
        "%!PS",
        "0",
        "00",
        "e1",
        "1e",
        "0x",
        "_1",
        "12e03",
        "190:20:30",
        "0.",
        "-.5",
        "+.inf",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        OneOf(Hostile),
        Gen.String[Gen.Char["ab \n\t:#-'\"\\|>[]{},&*!%@`?~0123.eEx+_=<\r\u0085\u00a0\u2028\ufeff\u00e9\u4e2d"], 0, 12],
        OneOf(Hostile).Array[2, 3].Select(parts => string.Concat(parts))
    );

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Long.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(d => JsonSerializer.Serialize(d)),
        OneOf(
            "0",
            "-0",
            "1.0",
            "2.50",
            "1e3",
            "1E+2",
            "1e-7",
            "-1.50e-3",
            "123456789012345678901234567890",
            "0.1000000000000000000001"
        )
    );

    private static readonly Gen<string> Scalar = Gen.OneOf(Text.Select(Quote), Number, OneOf("true", "false", "null"));

    /// <summary>One JSON value as text, its keys unique.</summary>
    public static readonly Gen<string> Value = Gen.Recursive<string>(
        (depth, value) =>
            depth > 5
                ? Scalar
                : Gen.OneOf(
                    Scalar,
                    value.Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
                    Gen.Select(Text, value)
                        .Array[0, 4]
                        .Select(members =>
                            $"{{{string.Join(',', members.DistinctBy(m => m.Item1).Select(m => $"{Quote(m.Item1)}:{m.Item2}"))}}}"
                        )
                )
    );

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
