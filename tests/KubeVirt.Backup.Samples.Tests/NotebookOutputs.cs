using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Samples;

/// <summary>What a cell showed, in the form of notebooks (nbformat 4), without what differs from run to run.</summary>
internal sealed partial class NotebookOutputs
{
    private readonly JsonArray _outputs = [];
    private string _stream = "";

    /// <summary>Text of a standard stream.</summary>
    public void Write(string text) => _stream += text;

    /// <summary>A value that was shown.</summary>
    public void Show(string mimeType, string text)
    {
        EndStream();
        var data = new JsonObject { [mimeType] = LinesOf(text) };
        _outputs.Add(
            new JsonObject
            {
                ["data"] = data,
                ["metadata"] = new JsonObject(),
                ["output_type"] = "display_data",
            }
        );
    }

    public JsonArray ToJson()
    {
        EndStream();

        return _outputs;
    }

    private void EndStream()
    {
        if (_stream.Length == 0)
            return;

        _outputs.Add(
            new JsonObject
            {
                ["name"] = "stdout",
                ["output_type"] = "stream",
                ["text"] = LinesOf(_stream),
            }
        );
        _stream = "";
    }

    /// <summary>Lines with their ends, as notebooks keep a text.</summary>
    private static JsonArray LinesOf(string text)
    {
        var same = Duration().Replace(text.ReplaceLineEndings("\n"), "0.000 s");

        return
        [
            .. same.Split('\n').SkipLast(1).Select(line => line + "\n"),
            .. same.Split('\n').TakeLast(1).Where(line => line.Length > 0),
        ];
    }

    [GeneratedRegex(@"\b\d+\.\d{3} s\b")]
    private static partial Regex Duration();
}
