using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KubeVirt.Backup.Style;

/// <summary>One file of C#, as a reader meets it: its lines by kind, its methods and their lengths.</summary>
internal sealed class SourceFile
{
    private readonly SyntaxNode _root;
    private readonly HashSet<int> _literalLines;

    public SourceFile(string path, string text)
    {
        Path = path;
        Lines = text.TrimEnd('\n').Split('\n');
        _root = CSharpSyntaxTree.ParseText(text).GetRoot();
        _literalLines = [.. _root.DescendantTokens().Where(IsLiteral).SelectMany(token => LinesOf(token.Span))];
    }

    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>How many lines are documentation.</summary>
    public int DocumentationLines => Lines.Count(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal));

    /// <summary>How many lines are neither blank nor comments.</summary>
    public int CodeLines => Lines.Count(IsCode);

    /// <summary>The first member of each enum, which is its zero.</summary>
    public IEnumerable<string> ZerosOfEnums() =>
        _root
            .DescendantNodes()
            .OfType<EnumDeclarationSyntax>()
            .Select(found => $"{found.Identifier.Text}.{found.Members[0].Identifier.Text}");

    /// <summary>Lines longer than a limit that hold no literal: a text may not be breakable.</summary>
    public IEnumerable<string> LinesAbove(int columns) =>
        Lines
            .Index()
            .Where(line => line.Item.Length > columns && !_literalLines.Contains(line.Index))
            .Select(line => $"{Path}:{line.Index + 1}");

    /// <summary>Lines of documentation in which the three slashes that begin a line stand again, as text.</summary>
    public IEnumerable<string> LinesWithMarksInside() =>
        Lines
            .Index()
            .Where(line => line.Item.TrimStart().StartsWith("///", StringComparison.Ordinal))
            .Where(line => line.Item.TrimStart()[3..].Contains("///", StringComparison.Ordinal))
            .Select(line => $"{Path}:{line.Index + 1}");

    /// <summary>
    /// Methods, constructors and local functions longer than a limit, from signature to closing brace, without the
    /// functions inside of them. A table, which is one expression, is data and has no limit.
    /// </summary>
    public IEnumerable<string> MethodsAbove(int lines) =>
        from node in _root.DescendantNodes()
        let body = BodyOf(node)
        where body is not null
        let inside = body.DescendantNodes().OfType<LocalFunctionStatementSyntax>().Sum(LengthOf)
        let length = LengthOf(node) - inside
        where length > lines
        select $"{Path}:{LineOf(node.SpanStart) + 1} has {length} lines";

    private static BlockSyntax? BodyOf(SyntaxNode node) =>
        node switch
        {
            BaseMethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax function => function.Body,
            AccessorDeclarationSyntax accessor => accessor.Body,
            _ => null,
        };

    private static bool IsLiteral(SyntaxToken token) =>
        token.Kind()
            is SyntaxKind.StringLiteralToken
                or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken
                or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.Utf8StringLiteralToken;

    private static bool IsCode(string line)
    {
        var text = line.TrimStart();
        return text.Length > 0 && !text.StartsWith("//", StringComparison.Ordinal);
    }

    private int LengthOf(SyntaxNode node) => LineOf(node.Span.End) - LineOf(node.SpanStart) + 1;

    private int LineOf(int position) => _root.SyntaxTree.GetLineSpan(new(position, 0)).StartLinePosition.Line;

    private IEnumerable<int> LinesOf(Microsoft.CodeAnalysis.Text.TextSpan span)
    {
        var first = LineOf(span.Start);
        return Enumerable.Range(first, LineOf(span.End) - first + 1);
    }
}
