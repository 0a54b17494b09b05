using System.Collections.Immutable;
using System.Xml.Linq;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Replies that reports are made of, and what is read back of the reports.</summary>
internal static class SampleReport
{
    /// <summary>Text that tries to be more than text in HTML, in Markdown and in a terminal.</summary>
    public const string Hostile =
        "</pre></td><script src=\"//evil.example\">alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;]]> --> ``` ` | \\| [a](javascript:x) "
            + "![p](//evil.example/p.png) "
        + "@somebody \u202Etxt.exe\u202C \u001B[31mred\u001B]0;t\u0007 \0 \uFFFE \uD800 \r\n<details open ontoggle=alert(3)>\n````\n# heading";

    public static readonly DateTimeOffset Made = new(2026, 11, 29, 4, 5, 6, TimeSpan.Zero);

    public static AgentReply Reply(string text, params ImmutableArray<AgentStep> steps) => new()
    {
        Text = text,
        RequestedModel = "m",
        Endpoint = "https://proxy.example.com/v1/chat/completions",
        Mode = ExecutionMode.Production,
        Usage = new TokenUsage { InputTokens = 100, OutputTokens = 20, TotalTokens = 120 },
        Cost = 0.0125m,
        Duration = TimeSpan.FromSeconds(2),
        Steps = steps,
    };

    public static AgentReply Asked(this AgentReply reply, string prompt) =>
        reply with { Messages = [new ChatMessage(ChatRole.User, prompt), reply.ToMessage()] };

    public static AgentStep Turn(int iteration, double seconds, int calls = 0) => new()
    {
        Iteration = iteration,
        Kind = AgentStepKind.Turn,
        ToolCalls = calls,
        Duration = TimeSpan.FromSeconds(seconds),
        Usage = new TokenUsage { InputTokens = 10, OutputTokens = 2 },
    };

    public static AgentStep Tool(int iteration, string name, double seconds, ToolOutcome outcome = ToolOutcome.Succeeded, string result = "{}") => new()
    {
        Iteration = iteration,
        Kind = AgentStepKind.Tool,
        Tool = name,
        CallId = $"call_{iteration}",
        Arguments = """{"a":1}""",
        Result = result,
        Outcome = outcome,
        Duration = TimeSpan.FromSeconds(seconds),
    };

    public static AgentStep Node(int round, string name, double seconds, params ImmutableArray<AgentStep> steps) => new()
    {
        Iteration = round,
        Kind = AgentStepKind.Node,
        Node = name,
        Agent = name,
        Outcome = ToolOutcome.Succeeded,
        Result = $"what {name} came to",
        Duration = TimeSpan.FromSeconds(seconds),
        Steps = steps,
    };

    /// <summary>Gives a vault in which a value stands behind a placeholder.</summary>
    public static ProtectionVault Vault(string entity, string value) => ProtectionVault.Find([new VaultEntry(entity, 1, value, entity)])!;

    public static ProtectionReport Found(string entity, ProtectionAction action = ProtectionAction.Replace) =>
        new() { Found = [new EntityCount(entity, action, 1)] };

    public static string Write(this ReportDraft draft, AgentReportFormat format, bool keepsPersonalData = false, string title = "A report")
    {
#pragma warning disable VSTHRD002 // nothing in it waits: these drafts ask no service
        ReportDocument report = draft.FinishAsync(title, Made, keepsPersonalData, CancellationToken.None).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        return format == AgentReportFormat.Markdown ? MarkdownReport.Write(report) : HtmlReport.Write(report);
    }

    public static string Write(AgentReportFormat format, Action<ReportDraft> add, bool keepsPersonalData = false)
    {
        ReportDraft draft = new(format);
        add(draft);
        return draft.Write(format, keepsPersonalData);
    }

    /// <summary>Reads a report as XML, which it is beside being HTML.</summary>
    public static XElement Parse(string html) => XDocument.Parse(html, LoadOptions.PreserveWhitespace).Root!;
}
