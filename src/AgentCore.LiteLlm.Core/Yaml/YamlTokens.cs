using AgentCore.LiteLlm.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>The tokens of a text, one ahead. After a finding that ends the reading there are no more.</summary>
/// <remarks>Tokens, not the events of the library's own parser: that one compiles two regular expressions before its first event.</remarks>
internal sealed class YamlTokens
{
    // Each begins the scan anew: what needs more of them is no file that a person wrote.
    private const int MostMends = 16;

    private readonly Findings _findings;
    private readonly bool _isWhole;
    private string _text;
    private Scanner _scanner;
    private Token? _next;
    private int _scanned;
    private int _mends;

    public YamlTokens(string text, Findings findings)
    {
        _text = YamlBlankLines.EndLast(text);
        _scanner = new Scanner(new StringReader(_text));
        _findings = findings;
        _isWhole = !findings.HasErrors;
    }

    /// <summary>Gets or sets where the innermost list or mapping that is still open begins.</summary>
    public YamlMark Open { get; set; }

    /// <summary>Gets a value indicating whether reading ended before the text did.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Gets how far the text was looked at.</summary>
    public Mark Position => _scanner.CurrentPosition;

    /// <summary>Looks at the next token.</summary>
    /// <returns>The token; null when there are no more.</returns>
    public Token? Peek() => _next ??= IsStopped ? null : Scan();

    /// <summary>Goes past the token that was looked at last.</summary>
    public void Skip() => _next = null;

    /// <summary>Goes past the next token and hands it over.</summary>
    /// <returns>The token; null when there are no more.</returns>
    public Token? Take()
    {
        Token? token = Peek();
        _next = null;
        return token;
    }

    /// <summary>Ends the reading: the next token cannot stand where it does.</summary>
    /// <param name="complaint">What is wrong, as <see cref="YamlSyntax"/> knows it.</param>
    public void Refuse(string complaint) => Refuse(complaint, Peek()?.Start ?? Position);

    /// <summary>Ends the reading: the next token cannot stand where it does, unless the scanner knows better what is wrong with it.</summary>
    /// <param name="complaint">What is wrong, as <see cref="YamlSyntax"/> knows it.</param>
    public void RefuseOrExplain(string complaint) => Refuse(Peek() is Error error ? error.Value : complaint);

    /// <summary>Ends the reading.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="at">The place.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Stop(string code, Mark at, string message, string? suggestion = null)
    {
        if (!IsStopped)
        {
            Report(code, at, message, suggestion);
            IsStopped = true;
            _next = null;
        }
    }

    /// <summary>Reports an error that reading can go on after.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="at">The place.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Report(string code, Mark at, string message, string? suggestion) => Report(code, ToMark(at), message, suggestion);

    /// <summary>Reports an error that reading can go on after.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="at">The place.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Report(string code, YamlMark at, string message, string? suggestion) =>
        _findings.Error(code, at.At(), message, suggestion);

    /// <summary>Turns a place of the scanner's into one of ours.</summary>
    /// <param name="mark">The place.</param>
    /// <returns>The same place.</returns>
    public static YamlMark ToMark(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private Token? Scan()
    {
        try
        {
            return Advance() ? _scanner.Current : null;
        }
        catch (YamlException failure) when (_mends < MostMends && YamlBlankLines.Empty(_text, failure) is { } mended)
        {
            _mends++;
            return Rescan(mended);
        }
        catch (YamlException failure)
        {
            Refuse(failure.Message, failure.Start);
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up in this way on text at the margin while a '[' or '{' is open.
            Stop(
                DiagnosticCodes.YamlSyntax,
                Position,
                "A list or mapping that was opened with '[' or '{' is not closed before this line.",
                "Close it, or indent this line.");
        }
        catch (ArgumentException)
        {
            // And in this way on two escapes that are no pair of surrogates, and on a %TAG directive that lacks its second part.
            Stop(
                DiagnosticCodes.YamlSyntax,
                Position,
                "An escape in double quotes stands for no character, or a %TAG directive is not written as one.",
                "Write the character itself; delete the directive.");
        }

        return null;
    }

    private bool Advance()
    {
        bool isThere = _scanner.MoveNext();
        _scanned += isThere ? 1 : 0;
        return isThere;
    }

    // The text before the blanks is as it was, and so are its tokens.
    private Token? Rescan(string text)
    {
        _text = text;
        _scanner = new Scanner(new StringReader(text));
        for (int i = 0; i < _scanned; i++)
        {
            _scanner.MoveNext();
        }

        return Scan();
    }

    private void Refuse(string complaint, Mark start)
    {
        // After a replaced character a syntax error says nothing new.
        if (!IsStopped && _isWhole)
        {
            (string message, string? suggestion) = YamlSyntax.Explain(complaint, Open);
            YamlMark at = YamlSyntax.FindTab(complaint, _findings.Source.Text) ?? ToMark(start);
            if (complaint.Contains("tab", StringComparison.Ordinal) || YamlSyntax.FindLikely(_findings.Source.Text, at.Line) is not { } likely)
            {
                Report(DiagnosticCodes.YamlSyntax, at, message, suggestion);
            }
            else
            {
                Report(DiagnosticCodes.YamlSyntax, likely.At, likely.Message, likely.Suggestion);
            }
        }

        IsStopped = true;
        _next = null;
    }
}
