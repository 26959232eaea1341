using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeVirt.Backup.Planning;

/// <summary>Reads label selectors; the error of a wrong one has the place where it is wrong.</summary>
/// <remarks>
/// Source: Kubernetes apimachinery pkg/labels/selector.go; names and values by pkg/util/validation/validation.go.
/// </remarks>
internal sealed partial class LabelSelectorParser
{
    private readonly string _text;
    private int _at;

    private LabelSelectorParser(string text) => _text = text;

    /// <summary>The requirements, in their order; none for an empty text.</summary>
    /// <exception cref="SelectorException">The text does not parse.</exception>
    public static IReadOnlyList<LabelRequirement> Parse(string text)
    {
        var parser = new LabelSelectorParser(text);
        var requirements = ImmutableArray.CreateBuilder<LabelRequirement>();
        if (parser.IsAtEnd())
            return [];

        do
        {
            requirements.Add(parser.Requirement());
        } while (parser.Accept(","));

        return parser.IsAtEnd() ? requirements.ToImmutable() : throw parser.Expected("',' or the end");
    }

    /// <summary>Reads one requirement: a key, and what is asked of it.</summary>
    private LabelRequirement Requirement()
    {
        if (Accept("!"))
            return new LabelRequirement(Key(), LabelOperator.DoesNotExist, []);

        var key = Key();
        if (IsAtEnd() || _text[_at] == ',')
            return new LabelRequirement(key, LabelOperator.Exists, []);
        if (Accept("!="))
            return new LabelRequirement(key, LabelOperator.NotIn, [Value()]);
        if (Accept("==") || Accept("="))
            return new LabelRequirement(key, LabelOperator.In, [Value()]);
        if (Accept(">"))
            return new LabelRequirement(key, LabelOperator.GreaterThan, [Integer()]);
        if (Accept("<"))
            return new LabelRequirement(key, LabelOperator.LessThan, [Integer()]);
        if (AcceptWord("notin"))
            return new LabelRequirement(key, LabelOperator.NotIn, Values());
        if (AcceptWord("in"))
            return new LabelRequirement(key, LabelOperator.In, Values());

        throw Expected("'=', '==', '!=', '>', '<', 'in', 'notin', ',' or the end");
    }

    /// <summary>Reads the values of <c>in</c> and <c>notin</c>, in parentheses.</summary>
    private List<string> Values()
    {
        if (!Accept("("))
            throw Expected("'('");

        var values = new List<string>();
        do
        {
            values.Add(Value());
        } while (Accept(","));

        return Accept(")") ? values : throw Expected("',' or ')'");
    }

    /// <summary>Reads a key: a name, before which a DNS name and a slash may stand.</summary>
    private string Key()
    {
        IsAtEnd();
        var start = _at;
        var key = Word();
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var isKey = slash < 0 ? IsName(key) : DnsNames.IsSubdomain(key[..slash]) && IsName(key[(slash + 1)..]);

        return isKey ? key : throw new SelectorException(_text, start, "a label's key such as app or example.org/app");
    }

    /// <summary>Reads a value, which may be empty.</summary>
    private string Value()
    {
        IsAtEnd();
        var start = _at;
        var value = Word();

        return value.Length == 0 || IsName(value)
            ? value
            : throw new SelectorException(
                _text,
                start,
                "a label's value of at most 63 letters, digits, '-', '_' and '.', which begins and ends with "
                    + "a letter or a digit"
            );
    }

    /// <summary>Reads the number of a comparison, which Kubernetes wants to be an integer.</summary>
    private string Integer()
    {
        IsAtEnd();
        var start = _at;
        var value = Word();

        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? value
            : throw new SelectorException(_text, start, "an integer");
    }

    /// <summary>Reads up to white space or a character that divides; empty where one stands there already.</summary>
    private string Word()
    {
        var start = _at;
        while (_at < _text.Length && !IsDivider(_text[_at]))
            _at++;

        return _text[start.._at];
    }

    private static bool IsDivider(char c) => char.IsWhiteSpace(c) || "=!(),><".Contains(c, StringComparison.Ordinal);

    /// <summary>Skips white space; whether nothing follows.</summary>
    private bool IsAtEnd()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;

        return _at == _text.Length;
    }

    /// <summary>Reads a token, where it stands there.</summary>
    private bool Accept(string token)
    {
        if (IsAtEnd() || !_text.AsSpan(_at).StartsWith(token, StringComparison.Ordinal))
            return false;

        _at += token.Length;

        return true;
    }

    /// <summary>Reads a word, where exactly that stands there: <c>in</c> is not the beginning of <c>info</c>.</summary>
    private bool AcceptWord(string word)
    {
        var start = _at;
        if (!IsAtEnd() && Word() == word)
            return true;

        _at = start;

        return false;
    }

    /// <summary>The error that something else should stand at the next character.</summary>
    private SelectorException Expected(string what)
    {
        IsAtEnd();

        return new SelectorException(_text, _at, what);
    }

    /// <summary>Whether a text can be a name or a value of a label.</summary>
    private static bool IsName(string text) => text.Length <= 63 && Name().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex Name();
}
