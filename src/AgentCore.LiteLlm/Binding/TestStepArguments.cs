using System.Globalization;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what is convenient to write in PowerShell into steps on a bare connection.</summary>
internal static class TestStepArguments
{
    /// <summary>Reads the steps of a reply: text is sent, a hashtable says what else happens.</summary>
    public static TestReply.Raw Read(ReplyFields reply, string[] common)
    {
        reply.Allow("a reply of steps", ["Steps", .. common]);
        return new TestReply.Raw([.. reply.List("Steps").Select(ReadStep)]);
    }

    private static TestStep ReadStep(object? value)
    {
        switch (PlainValue.Of(value))
        {
            case TestStep step:
                return step;
            case string text:
                return ToStep(text);
            default:
                ReplyFields fields = new(value);
                fields.Allow("a step", "Send", "Times", "Drip", "Interval", "Wait", "Head", "Status");
                return ReadStep(fields);
        }
    }

    // What ends a connection has no text of its own; these words never begin anything that a server sends.
    private static TestStep ToStep(string text) => text switch
    {
        "<close>" => new TestStep.Close(),
        "<abort>" => new TestStep.Abort(),
        "<hold>" => new TestStep.Hold(),
        _ => new TestStep.Bytes(text),
    };

    private static TestStep ReadStep(ReplyFields fields) => fields switch
    {
        _ when fields.Has("Head") => TestStep.Head(fields.Text("Head")!, fields.Whole("Status", 100, 599) ?? 200),
        _ when fields.Has("Wait") => new TestStep.Wait(fields.Time("Wait")),
        _ when fields.Has("Drip") => new TestStep.Drip(fields.Text("Drip")!) { Interval = fields.Time("Interval") },
        _ when fields.Has("Send") => new TestStep.Repeat(fields.Text("Send")!, fields.Whole("Times", 1, int.MaxValue) ?? 1),
        _ => throw new FormatException(
            string.Create(CultureInfo.InvariantCulture, $"a step has one of Send, Drip, Wait or Head, or is text, '<close>', '<abort>' or '<hold>'.")),
    };
}
