using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protecting;

/// <summary>What a call that failed still says of personal data: a report of it must not show what the same prompt, answered, would not.</summary>
public sealed class FailedCallTests
{
    private const string Name = "Anna Berger";

    [Theory]
    [InlineData(ProtectionAction.Replace)]
    [InlineData(ProtectionAction.Mask)]
    [InlineData(ProtectionAction.Hash)]
    [InlineData(ProtectionAction.Redact)]
    [InlineData(ProtectionAction.Block)]
    public async Task A_report_shows_no_name_that_only_a_model_finds(ProtectionAction action)
    {
        ChatFailure failure = await FailAsync(Sessions.Of(new WordDetector((Name, "PERSON")), action));

        string report = SampleReport.Write(AgentReportFormat.Html, d => d.Add(failure, $"Who is {Name}?"));

        Assert.Equal(["PERSON"], failure.Protection!.Found.Select(f => f.Entity));
        Assert.DoesNotContain("Anna", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_looked_at_to_its_end_is_not_shown()
    {
        ChatFailure failure = await FailAsync(Sessions.Of(new Broken()));

        string report = SampleReport.Write(AgentReportFormat.Html, d => d.Add(failure, $"Who is {Name}?"));

        Assert.Equal(FailureKind.ProtectionFailed, failure.Kind);
        Assert.DoesNotContain("Anna", report, StringComparison.Ordinal);
        Assert.Contains("[not shown: it may hold personal data", report, StringComparison.Ordinal);
    }

    private static async Task<ChatFailure> FailAsync(ProtectionSession session)
    {
        ScriptedProvider inner = new(ScriptedProvider.FailsAfter([$"{Name} is"], 500));
        ChatRequest request = ChatRun.Request with { Protection = session, Messages = [new ChatMessage(ChatRole.User, $"Who is {Name}?")] };
        return (await ChatRun.OfAsync(new ProtectingProvider(inner, TimeProvider.System), request)).Failure!;
    }

    private sealed class Broken : IEntityDetector
    {
        public ValueTask<ImmutableArray<ImmutableArray<EntityFinding>>> FindAsync(ImmutableArray<string> texts, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("it broke");
    }
}
