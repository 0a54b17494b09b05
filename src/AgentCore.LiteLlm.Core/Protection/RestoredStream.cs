using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// One strand of a streamed answer, such as its text or one tool call: values are put back first, and then secrets starred out, as one of
/// the values may be part of a secret.
/// </summary>
/// <param name="vault">Knows the values.</param>
/// <param name="redactor">Knows the secrets.</param>
/// <param name="isJson">Whether the strand is JSON.</param>
internal sealed class RestoredStream(ProtectionVault vault, Redactor redactor, bool isJson)
{
    private readonly PlaceholderRestorer _restorer = new(vault, isJson);
    private readonly StreamRedactor _safe = new(redactor);

    /// <summary>Takes a piece in and returns what may be shown now.</summary>
    public string Add(string piece) => _safe.Add(_restorer.Add(piece));

    /// <summary>Gives out what is held back.</summary>
    public string Flush() => _safe.Add(_restorer.Flush()) + _safe.Flush();
}
