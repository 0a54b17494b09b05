namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Thai national identity numbers.</summary>
internal sealed class ThTnin()
    : ShapeRecogniser(
        "TH_TNIN", [("[1-9]9{12}", 0.5), ("[1-9]-9{4}-9{5}-99-9", 0.5)], "thai national id", "thai id number", "tnin", "เลขประจำตัวประชาชน", "เลขบัตรประชาชน",
        "รหัสปชช")
{
    // Provinces, by the second and third digit.
    private static bool IsArea(int region, int province) => region switch
    {
        1 or 3 or 4 => true,
        2 or 6 or 7 => province <= 7,
        5 => province <= 8,
        8 or 9 => province <= 6,
        _ => false,
    };

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        IsArea(body[1] - '0', body[2] - '0')
            && (11 - (CheckDigits.Weighted(body[..12], 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) % 10 == body[12] - '0'
            && !CheckDigits.IsUniform(body)
            ? Verdict.Proven
            : Verdict.Wrong;
}
