using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The rules about <c>base_url</c> that hold whatever the environment says.</summary>
internal static class AddressRules
{
    private const string Key = "model.base_url";

    /// <summary>Checks the address.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        ModelBlock model = scope.Blueprint.Model;
        if (model is not { Provider: ModelProvider.LiteLlm, BaseUrl: { Length: > 0 } text } || !scope.IsSound(Key) || !scope.IsSound("model.provider"))
        {
            return;
        }

        // What another tool's variable stands for is said already.
        if (NoVariables.Expand(text) is not { Length: > 0 } known || TemplateRules.IsForeign(known))
        {
            CheckKnownParts(scope, text);
            return;
        }

        Checked<Uri> address = EndpointAddress.Read(known);
        string when = known == text ? "" : "With its defaults ";
        foreach (Diagnostic found in address.Diagnostics)
        {
            string said = when.Length == 0 ? char.ToUpperInvariant(found.Message[0]) + found.Message[1..] : when + found.Message;
            scope.Refuse(DiagnosticCodes.BaseUrlInvalid, Key, said, found.Suggestion);
        }

        if (address.Value is { } read
            && EndpointAddress.IsUnencrypted(read) && (model.ApiKeyEnv is { Length: > 0 } || model.ExtraHeadersEnv.Count > 0))
        {
            scope.Warn(
                DiagnosticCodes.UnencryptedAuthentication, Key,
                $"{when}{(when.Length == 0 ? "The" : "the")} key or the extra headers would cross the network to {read.Host} in clear text, "
                    + "so calls are refused.",
                "Write https.");
        }
    }

    // A variable without a default: what stands before the first and behind the last is known all the same.
    private static void CheckKnownParts(RuleScope scope, string text)
    {
        int first = text.IndexOf("${", StringComparison.Ordinal);
        if (first <= 0)
        {
            return;
        }

        string before = text[..first];
        string behind = text[(text.LastIndexOf('}') + 1)..];
        bool hasScheme = before.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || before.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        Checked<Uri> address = EndpointAddress.Read(hasScheme ? $"https://host{behind}" : before);
        foreach (Diagnostic found in address.Diagnostics)
        {
            string said = char.ToUpperInvariant(found.Message[0]) + found.Message[1..];
            scope.Refuse(DiagnosticCodes.BaseUrlInvalid, Key, said, hasScheme ? "Take it out of what follows the variable." : found.Suggestion);
        }
    }
}
