using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace KubeVirt.Backup.Formats;

/// <summary>
/// Writes one page that needs no other file and no network: styles and scripts that are the same for all, what they show
/// as JSON, and the same in short for readers without scripts.
/// </summary>
/// <remarks>
/// Texts of a backup stand in two places alone: in the JSON, from which scripts take them as texts, and in the part without
/// scripts, where they are encoded. Whatever else runs is refused by the browser, see
/// <see cref="PageAssets.ContentSecurityPolicy"/>.
/// </remarks>
internal static class PageShell
{
    // Beyond this the data is compressed: machines are alike, so that little is left of it.
    private const int MaxPlainBytes = 400_000;

    /// <summary>Writes the page.</summary>
    /// <param name="html">Where to write.</param>
    /// <param name="title">What the page is.</param>
    /// <param name="writeData">Writes the members of what it shows.</param>
    /// <param name="writeStatic">Writes what readers without scripts see, as encoded HTML.</param>
    public static void Write(
        TextWriter html,
        string title,
        Action<Utf8JsonWriter> writeData,
        Action<TextWriter> writeStatic
    )
    {
        html.Write("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        html.Write("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
        html.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageAssets.ContentSecurityPolicy}\">\n");
        html.Write($"<title>{HtmlText.Encode(title)}</title>\n<style>{PageAssets.StyleText}</style></head><body>\n");
        html.Write("<noscript><main class=\"static\">\n");
        writeStatic(html);
        html.Write("</main></noscript>\n");
        WriteData(html, writeData);
        html.Write($"<script>{PageAssets.ScriptText}</script>\n</body></html>\n");
    }

    /// <summary>
    /// The data as JSON that no text in it can end, or compressed. The same data gives the same characters under the same
    /// version of .NET, whose compression can change with the next.
    /// </summary>
    private static void WriteData(TextWriter html, Action<Utf8JsonWriter> writeData)
    {
        // The default encoder leaves no character in a text that HTML or a script would take for its own.
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writeData(writer);
            writer.WriteEndObject();
        }

        if (json.WrittenCount <= MaxPlainBytes)
            html.Write(
                $"<script type=\"application/json\" id=\"data\">{Encoding.UTF8.GetString(json.WrittenSpan)}</script>\n"
            );
        else
            html.Write($"<script type=\"application/gzip\" id=\"data\">{Compressed(json.WrittenSpan)}</script>\n");
    }

    /// <summary>The data compressed by gzip, which browsers read without a library, as base64.</summary>
    private static string Compressed(ReadOnlySpan<byte> json)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(json);

        return Convert.ToBase64String(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
