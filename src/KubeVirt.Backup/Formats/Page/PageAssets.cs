using System.Security.Cryptography;
using System.Text;

namespace KubeVirt.Backup.Formats;

/// <summary>The parts of a page that are the same for all: its styles and scripts, which the assembly holds.</summary>
/// <remarks>
/// They are plain files in <c>Assets</c>, written by hand and joined as they are, so that nothing but a text editor is
/// needed to change them. One of them, the layout library, is of others; <c>dagre.txt</c> says where it is from.
/// </remarks>
internal static class PageAssets
{
    // In the order in which they stand in the page: each speaks of those before it.
    private static readonly string[] Scripts =
    [
        "dom.js",
        "model.js",
        "paths.js",
        "objects.js",
        "tooltip.js",
        "graph.js",
        "groups.js",
        "machines.js",
        "detail.js",
        "sets.js",
        "findings.js",
        "changes.js",
        "rehearsal.js",
        "search.js",
        "keyboard.js",
        "main.js",
    ];

    private static readonly Lazy<string> LazyStyle = new(() => Read("page.css"));
    private static readonly Lazy<string> LazyScript = new(Script);
    private static readonly Lazy<string> LazyPolicy = new(Policy);

    /// <summary>The styles, as they stand between the tags.</summary>
    public static string StyleText => LazyStyle.Value;

    /// <summary>The scripts, as they stand between the tags.</summary>
    public static string ScriptText => LazyScript.Value;

    /// <summary>
    /// What a browser may load and run for the page: these styles, these scripts, and nothing else. So no text of a backup
    /// ever runs, and nothing is asked from a network.
    /// </summary>
    public static string ContentSecurityPolicy => LazyPolicy.Value;

    /// <summary>Everything is forbidden but what has the hash of our own texts.</summary>
    private static string Policy() =>
        $"default-src 'none'; style-src '{Hash(StyleText)}'; script-src '{Hash(ScriptText)}'; "
        + "base-uri 'none'; form-action 'none'";

    /// <summary>The layout library, then ours, which sees nothing of the page's globals but that.</summary>
    private static string Script()
    {
        var ours = Scripts.Select(name => $"// {name}\n{Read(name)}");

        return $"{Read("dagre.min.js")}\n(() => {{\n\"use strict\";\n{string.Concat(ours)}}})();\n";
    }

    /// <summary>A file that the assembly holds, with <c>\n</c> as line break everywhere, as the hash wants it.</summary>
    private static string Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"page/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);

        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The hash of a text in the form of Content Security Policy, level 3.</summary>
    private static string Hash(string text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
