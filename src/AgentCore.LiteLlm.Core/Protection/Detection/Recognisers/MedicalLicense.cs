namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Registration numbers of the US Drug Enforcement Administration.</summary>
internal sealed class MedicalLicense() : ShapeRecogniser("MEDICAL_LICENSE", [("[A-HJ-MPRSTUX][A-Z9]9{7}", 0.4)], "medical", "certificate", "dea")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Weighted(body[2..8], 1, 2, 1, 2, 1, 2) % 10 == body[8] - '0' ? Verdict.Proven : Verdict.Wrong;
}
