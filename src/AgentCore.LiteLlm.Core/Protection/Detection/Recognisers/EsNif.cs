using System.Globalization;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Spanish tax numbers of citizens.</summary>
internal sealed class EsNif() : ShapeRecogniser("ES_NIF", [("9{7,8}=A", 0.5)], "documento nacional de identidad", "dni", "nif", "identificación")
{
    private const string Letters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>Says whether digits are followed by their letter.</summary>
    public static bool HasLetter(ReadOnlySpan<char> body) => Letters[int.Parse(body[..^1], CultureInfo.InvariantCulture) % Letters.Length] == body[^1];

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) => HasLetter(body) ? Verdict.Proven : Verdict.Wrong;
}
