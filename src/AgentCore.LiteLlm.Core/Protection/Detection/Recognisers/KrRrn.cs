namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Korean resident registration numbers. Those given since October 2020 have no check digit any more.</summary>
internal sealed class KrRrn()
    : ShapeRecogniser("KR_RRN", [("9{6}=[1-4]9{6}", 0.5)], "주민등록번호", "korean rrn", "korean resident registration number", "resident registration number", "rrn")
{
    /// <summary>Checks the date, the region and the last digit.</summary>
    public static Verdict Check(ReadOnlySpan<char> body, int minuend)
    {
        if (CheckDigits.Two(body, 2) is < 1 or > 12 || CheckDigits.Two(body, 4) is < 1 or > 31)
        {
            return Verdict.Wrong;
        }

        int sum = CheckDigits.Weighted(body[..12], 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5);
        return CheckDigits.Two(body, 7) <= 95 && (minuend - (sum % 11)) % 10 == body[12] - '0' ? Verdict.Proven : Verdict.Possible;
    }

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) => Check(body, 11);
}
