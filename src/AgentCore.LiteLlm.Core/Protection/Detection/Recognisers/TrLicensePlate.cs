namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Turkish number plates.</summary>
internal sealed class TrLicensePlate()
    : ShapeRecogniser(
        "TR_LICENSE_PLATE", [("99~[A-PR-VYZ]{1,3}~9{2,4}", 0.3), ("99-[A-PR-VYZ]{1,3}-9{2,4}", 0.3)], "plaka", "araç plakası", "plaka numarası",
        "kayıt plakası", "tr plaka", "license plate", "number plate", "plate", "taşıt plakası", "kayıt")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Two(body, 0) is >= 1 and <= 81 ? Verdict.Possible : Verdict.Wrong;
}
