namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Indian Aadhaar numbers.</summary>
internal sealed class InAadhaar() : ShapeRecogniser("IN_AADHAAR", [("9{12}", 0.01), ("9{4}[ :-]9{4}[ :-]9{4}", 0.01)], "aadhaar", "uidai")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        bool isPalindrome = true;
        for (int at = 0; at < body.Length / 2; at++)
        {
            isPalindrome &= body[at] == body[^(at + 1)];
        }

        return body[0] >= '2' && !isPalindrome && CheckDigits.Verhoeff(body) ? Verdict.Proven : Verdict.Wrong;
    }
}
