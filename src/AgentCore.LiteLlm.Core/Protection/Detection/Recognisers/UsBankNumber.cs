namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>US bank account numbers: any 8 to 17 digits, so only words nearby make one.</summary>
internal sealed class UsBankNumber()
    : ShapeRecogniser(
        "US_BANK_NUMBER", [("9{8,17}", 0.05)], "bank account", "account number", "account", "account#", "acct", "bank", "checking", "savings", "debit",
        "direct deposit");
