namespace AgentCore.LiteLlm.Schemas.Formats;

/// <summary>Durations of RFC 3339, appendix A: <c>P1Y2M3DT4H5M6S</c> without gaps between the units, or weeks alone.</summary>
internal static class DurationText
{
    public static bool IsDuration(string text)
    {
        if (!text.StartsWith('P'))
        {
            return false;
        }

        int t = text.IndexOf('T', StringComparison.Ordinal);
        ReadOnlySpan<char> date = t < 0 ? text.AsSpan(1) : text.AsSpan(1, t - 1);
        return t < 0
            ? IsRunOf("YMD", date) || IsRunOf("W", date)
            : (date.Length == 0 || IsRunOf("YMD", date)) && IsRunOf("HMS", text.AsSpan(t + 1));
    }

    private static bool IsRunOf(string units, ReadOnlySpan<char> text)
    {
        int last = -1;
        while (text.Length > 0)
        {
            int digits = text.IndexOfAnyExceptInRange('0', '9');
            int unit = digits < 1 ? -1 : units.IndexOf(text[digits], StringComparison.Ordinal);
            if (unit < 0 || (last >= 0 && unit != last + 1))
            {
                return false;
            }

            last = unit;
            text = text[(digits + 1)..];
        }

        return last >= 0;
    }
}
