using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Sessions that protect given words.</summary>
internal static class Sessions
{
    public const string Email = "ann@example.com";
    public const string OtherEmail = "bob@example.org";
    public const string Phone = "+49 30 901820";

    public static WordDetector Words { get; } = new((Email, "EMAIL_ADDRESS"), (OtherEmail, "EMAIL_ADDRESS"), (Phone, "PHONE_NUMBER"));

    public static ProtectionSession Of(IEntityDetector? detector = null, ProtectionAction usual = ProtectionAction.Replace, ProtectionVault? vault = null) =>
        new(new ProtectionPolicy(detector ?? Words, usual), vault);

    public static async Task<ProtectedText> ProtectAsync(this ProtectionSession session, string text) =>
        Assert.Single(await session.ProtectAsync([text], TestContext.Current.CancellationToken));
}
