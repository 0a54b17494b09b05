using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>A string of JSON in a body.</summary>
/// <param name="Start">Where it begins in the body, behind its quotation mark.</param>
/// <param name="End">Where it ends, before its quotation mark or where the body or its line ends.</param>
/// <param name="Places">What it may go on from: the same place of an earlier event, named in several ways.</param>
internal readonly record struct CarriedString(int Start, int End, ImmutableArray<string> Places)
{
    /// <summary>Reads the string.</summary>
    /// <param name="body">The body.</param>
    public string ReadText(string body)
    {
        ReadOnlySpan<char> raw = body.AsSpan(Start, End - Start);
        if (raw.IndexOf('\\') < 0)
        {
            return raw.ToString();
        }

        StringBuilder text = new(raw.Length);
        for (int at = 0; at < raw.Length;)
        {
            at += Read(raw[at..], out char c);
            text.Append(c);
        }

        return text.ToString();
    }

    /// <summary>Finds where each character of the string stands in the body.</summary>
    /// <param name="body">The body.</param>
    /// <returns>A place for each, and the string's end.</returns>
    public List<int> Locate(string body)
    {
        List<int> places = new(End - Start + 1);
        for (int at = Start; at < End; at += Read(body.AsSpan(at, End - at), out _))
        {
            places.Add(at);
        }

        places.Add(End);
        return places;
    }

    private static int Read(ReadOnlySpan<char> raw, out char character)
    {
        character = raw[0];
        if (raw.Length < 2 || raw[0] != '\\')
        {
            return 1;
        }

        if (raw[1] == 'u' && raw.Length >= 6 && ushort.TryParse(raw[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            character = (char)code;
            return 6;
        }

        character = raw[1] switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            var same => same,
        };
        return 2;
    }
}
