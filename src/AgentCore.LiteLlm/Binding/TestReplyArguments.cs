using System.Collections;
using System.Management.Automation;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what is convenient to write in PowerShell into scripted replies.</summary>
internal static class TestReplyArguments
{
    private static readonly string[] Common = ["Delay", "WhenPrompt", "WhenPath"];

    /// <summary>Reads one reply.</summary>
    /// <param name="value">Text, a hashtable or object, a scriptblock, or a TestReply.</param>
    /// <param name="fromScript">Turns a scriptblock into a reply; null where none may stand.</param>
    /// <param name="problem">What is wrong with it; null when nothing is.</param>
    /// <returns>The reply, or null with a <paramref name="problem"/>.</returns>
    public static TestReply? Read(object? value, Func<ScriptBlock, TestReply>? fromScript, out string? problem)
    {
        problem = null;
        try
        {
            switch (PlainValue.Of(value))
            {
                case TestReply reply:
                    return reply;
                case string text:
                    return new TestReply.Chat(text);
                case ScriptBlock script when fromScript is not null:
                    return fromScript(script);
                case IDictionary or PSObject:
                    return ReadFields(new ReplyFields(value));
                case ValueType number:
                    return new TestReply.Chat(Convert.ToString(number, System.Globalization.CultureInfo.InvariantCulture));
                default:
                    problem = $"a value of type {PlainValue.Of(value)?.GetType().Name ?? "null"} is no reply.";
                    return null;
            }
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private static TestReply ReadFields(ReplyFields fields)
    {
        TestReply reply = fields switch
        {
            _ when fields.Has("Steps") => TestStepArguments.Read(fields, Common),
            _ when fields.Has("Error") => ReadFailure(fields),
            _ when fields.Has("Body") || fields.Has("ContentType") => ReadHttp(fields),
            _ when fields.Has("Status") => ReadFailure(fields),
            _ => ReadChat(fields),
        };
        return reply with { Delay = fields.Time("Delay"), WhenPromptContains = fields.Text("WhenPrompt"), WhenPathEndsWith = fields.Text("WhenPath") };
    }

    private static TestReply.Chat ReadChat(ReplyFields fields)
    {
        fields.Allow(
            "a reply",
            [
                "Text", "Chunks", "ChunkCount", "ChunkDelay", "Repeat", "Reasoning", "ToolCalls", "FinishReason", "Usage", "Model", "Headers", "Error",
                "Status", "Body", "Steps", .. Common,
            ]);
        return new TestReply.Chat(fields.Text("Text"))
        {
            Chunks = fields.Has("Chunks")
                ? [.. fields.List("Chunks").Select(c => Convert.ToString(PlainValue.Of(c), System.Globalization.CultureInfo.InvariantCulture) ?? "")]
                : null,
            ChunkCount = fields.Whole("ChunkCount", 1, 1_000_000),
            ChunkDelay = fields.Time("ChunkDelay"),
            Repeat = fields.Whole("Repeat", 1, int.MaxValue) ?? 1,
            Reasoning = fields.Text("Reasoning"),
            ToolCalls = [.. fields.List("ToolCalls").Select(ReadToolCall)],
            FinishReason = fields.Text("FinishReason"),
            Usage = fields.Has("Usage") ? ReadUsage(new ReplyFields(fields.Any("Usage"))) : null,
            Model = fields.Text("Model"),
            Headers = fields.Headers(),
        };
    }

    private static TestToolCall ReadToolCall(object? value)
    {
        if (PlainValue.Of(value) is TestToolCall call)
        {
            return call;
        }

        ReplyFields fields = new(value);
        fields.Allow("a tool call", "Name", "Arguments", "Id");
        string name = fields.Text("Name") ?? throw new FormatException("a tool call needs a 'Name'.");
        return new TestToolCall(name, fields.Json("Arguments") ?? "{}") { Id = fields.Text("Id") };
    }

    private static TestUsage ReadUsage(ReplyFields fields)
    {
        fields.Allow("'Usage'", "InputTokens", "OutputTokens", "CachedInputTokens", "ReasoningTokens");
        return new TestUsage(Tokens("InputTokens"), Tokens("OutputTokens"))
        {
            CachedInputTokens = Tokens("CachedInputTokens"),
            ReasoningTokens = Tokens("ReasoningTokens"),
        };

        int Tokens(string name) => fields.Whole(name, 0, int.MaxValue) ?? 0;
    }

    private static TestReply.Failure ReadFailure(ReplyFields fields)
    {
        fields.Allow("an error", ["Error", "Status", "Type", "Code", "Param", "Body", "Headers", .. Common]);
        int status = fields.Whole("Status", 200, 599) ?? 500;
        return new TestReply.Failure(status, fields.Text("Error") ?? "This failure is scripted.")
        {
            Type = fields.Text("Type") ?? (status >= 500 ? "server_error" : "invalid_request_error"),
            Code = fields.Any("Code") is int or long ? fields.Any("Code") : fields.Text("Code"),
            Param = fields.Text("Param"),
            Body = fields.Json("Body"),
            Headers = fields.Headers(),
        };
    }

    private static TestReply.Http ReadHttp(ReplyFields fields)
    {
        fields.Allow("a response with a body", ["Status", "Body", "ContentType", "Repeat", "Headers", .. Common]);
        return new TestReply.Http(fields.Whole("Status", 200, 599) ?? 200, fields.Json("Body") ?? "")
        {
            ContentType = fields.Text("ContentType") ?? "application/json",
            Repeat = fields.Whole("Repeat", 1, int.MaxValue) ?? 1,
            Headers = fields.Headers(),
        };
    }
}
