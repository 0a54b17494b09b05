namespace AgentCore.LiteLlm.Json;

/// <summary>How far a JSON value reaches, found by its brackets and quotes while it comes in pieces. Whether it is JSON is seen by reading it.</summary>
internal struct JsonExtent
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;
    private bool _isClosed;
    private bool _isOdd;

    /// <summary>Gets a value indicating whether an object, an array or a string has ended, and nothing but white space came beside it.</summary>
    public readonly bool IsClosed => _isClosed && !_isOdd;

    /// <summary>Gets a value indicating whether an object, an array or a string has begun and not ended.</summary>
    public readonly bool IsOpen => _depth > 0 || _isInString;

    /// <summary>Gets a value indicating whether the next character is one of a string.</summary>
    public readonly bool IsInString => _isInString;

    /// <summary>Takes the next characters.</summary>
    /// <param name="text">The characters.</param>
    /// <returns>How many belong to the value: all, or those up to its end.</returns>
    public int Take(ReadOnlySpan<char> text)
    {
        bool wasClosed = _isClosed;
        for (int at = 0; at < text.Length; at++)
        {
            Step(text[at]);
            if (_isClosed && !wasClosed)
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    /// <summary>Takes the next bytes of UTF-8.</summary>
    /// <param name="text">The bytes.</param>
    /// <returns>How many belong to the value: all, or those up to its end.</returns>
    public int Take(ReadOnlySpan<byte> text)
    {
        bool wasClosed = _isClosed;
        for (int at = 0; at < text.Length; at++)
        {
            Step((char)text[at]);
            if (_isClosed && !wasClosed)
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    private void Step(char c)
    {
        if (_isInString)
        {
            bool isEnd = c == '"' && !_isEscaped;
            _isEscaped = c == '\\' && !_isEscaped;
            _isInString = !isEnd;
            _isClosed |= isEnd && _depth == 0;
            return;
        }

        switch (c)
        {
            case ' ' or '\t' or '\r' or '\n':
                break;
            case '"':
                _isOdd |= _isClosed;
                _isInString = true;
                break;
            case '{' or '[':
                _isOdd |= _isClosed;
                _depth++;
                break;
            case '}' or ']':
                _isOdd |= _depth == 0;
                _depth = Math.Max(0, _depth - 1);
                _isClosed |= _depth == 0 && !_isOdd;
                break;
            default:
                _isOdd |= _depth == 0;
                break;
        }
    }
}
