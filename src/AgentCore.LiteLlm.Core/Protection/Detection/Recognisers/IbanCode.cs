using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>International bank account numbers: the country's length, and a remainder of 1 by 97.</summary>
internal sealed class IbanCode() : Recogniser("IBAN_CODE", "iban", "bank", "transaction", "account")
{
    private const int Longest = 34;

    // Country and length, from the registry of ISO 13616.
    private const string Lengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 "
            + "GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
            +
        "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 "
            + "SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 ";

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        int start = StartOf(place);
        if (start < 0
            || start + 4 > text.Length
            || !char.IsAsciiLetter(text[start])
            || !char.IsAsciiLetter(text[start + 1])
            || !(char.IsAsciiDigit(text[start + 2]) ? char.IsAsciiDigit(text[start + 3]) : text[start + 2] == ' '))
        {
            return;
        }

        int length = LengthIn(text[start], text[start + 1]);
        Span<char> body = stackalloc char[Longest];
        int end = length == 0 ? -1 : Gather(text, start, body[..length]);
        if (end > 0 && (end == text.Length || !Place.IsLetter(text[end])) && Remainder(body[..length]) == 1)
        {
            found.Add(this, start, end, 1, Proof.Check);
        }
    }

    // At the country's letters, which may stand behind 'IBAN', or before a space.
    private static int StartOf(in Place place)
    {
        ReadOnlySpan<char> word = place.Text[place.Start..place.End];
        if (char.IsAsciiDigit(word[0]))
        {
            int before = place.Before(1);
            return before >= 0 && place.Start - before == 3 && place.Text[place.Start - 1] == ' ' && (before == 0 || !Place.IsLetter(place.Text[before - 1]))
                ? before
                : -1;
        }

        return place.Start + (word.StartsWith("IBAN", StringComparison.OrdinalIgnoreCase) ? 4 : 0);
    }

    private static int LengthIn(char first, char second)
    {
        ReadOnlySpan<char> country = [char.ToUpperInvariant(first), char.ToUpperInvariant(second)];
        for (int at = 0; at < Lengths.Length; at += 5)
        {
            if (Lengths.AsSpan(at, 2).SequenceEqual(country))
            {
                return CheckDigits.Two(Lengths, at + 2);
            }
        }

        return 0;
    }

    private static int Gather(ReadOnlySpan<char> text, int start, Span<char> body)
    {
        int at = start;
        for (int count = 0; count < body.Length;)
        {
            if (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
            {
                body[count++] = char.ToUpperInvariant(text[at++]);
            }
            else if (Place.GapAt(text, at) is int gap and > 0)
            {
                at += gap;
            }
            else
            {
                return -1;
            }
        }

        return at;
    }

    private static int Remainder(ReadOnlySpan<char> body)
    {
        int remainder = 0;
        for (int at = 0; at < body.Length; at++)
        {
            char c = body[(at + 4) % body.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + c - 'A' + 10) % 97;
        }

        return remainder;
    }
}
