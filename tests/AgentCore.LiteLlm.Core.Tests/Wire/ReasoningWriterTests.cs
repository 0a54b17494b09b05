using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class ReasoningWriterTests
{
    [Theory]
    [InlineData(ReasoningForm.Effort, ReasoningEffort.XHigh, null, "\"reasoning_effort\":\"xhigh\"")]
    [InlineData(ReasoningForm.Effort, ReasoningEffort.None, null, "\"reasoning_effort\":\"none\"")]
    [InlineData(ReasoningForm.Budget, ReasoningEffort.Low, 5_000, "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5000}")]
    [InlineData(ReasoningForm.Budget, ReasoningEffort.Max, null, "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":3999}")]
    [InlineData(ReasoningForm.Budget, ReasoningEffort.None, null, "\"thinking\":{\"type\":\"disabled\"}")]
    [InlineData(ReasoningForm.Adaptive, ReasoningEffort.Minimal, null, "\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}")]
    [InlineData(ReasoningForm.Switch, ReasoningEffort.High, null, "\"thinking\":{\"type\":\"enabled\"},\"reasoning_effort\":\"high\"")]
    [InlineData(ReasoningForm.Switch, ReasoningEffort.None, null, "\"thinking\":{\"type\":\"disabled\"}")]
    [InlineData(ReasoningForm.Router, ReasoningEffort.High, null, "\"reasoning\":{\"effort\":\"high\"}")]
    [InlineData(ReasoningForm.Router, ReasoningEffort.High, 2_000, "\"reasoning\":{\"max_tokens\":2000}")]
    [InlineData(ReasoningForm.Template, ReasoningEffort.High, null, "\"chat_template_kwargs\":{\"enable_thinking\":true}")]
    [InlineData(ReasoningForm.Template, ReasoningEffort.None, null, "\"chat_template_kwargs\":{\"enable_thinking\":false}")]
    [InlineData(ReasoningForm.GatewayBudget, ReasoningEffort.Low, 5_000, "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5000}")]
    [InlineData(
        ReasoningForm.GoogleBudget, ReasoningEffort.Low, 5_000,
        "\"extra_body\":{\"google\":{\"thinking_config\":{\"thinking_budget\":5000,\"include_thoughts\":true}}}")]
    public void Each_form_is_written_as_its_endpoint_reads_it(ReasoningForm form, ReasoningEffort effort, int? budget, string expected)
    {
        ChatRequest request = ChatRun.Request with
        {
            MaxTokens = 4000,
            Reasoning = new ModelReasoning { Form = form, Effort = effort, BudgetTokens = budget },
        };

        string body = Encoding.UTF8.GetString(RequestWriter.ToJson(request).Span);

        OpenAISchema.Instance?.AssertValidRequest(body);
        Assert.EndsWith($"\"max_tokens\":4000,{expected}}}", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_the_author_writes_by_hand_is_written_once()
    {
        ChatRequest request = ChatRun.Request with
        {
            Reasoning = new ModelReasoning { Form = ReasoningForm.Template, Effort = ReasoningEffort.High },
            Controls = new ModelControls { ExtraBody = [KeyValuePair.Create("chat_template_kwargs", JsonSerializer.SerializeToElement(new { a = 1 }))] },
        };

        Assert.EndsWith(""""}],"chat_template_kwargs":{"a":1}}"""", Encoding.UTF8.GetString(RequestWriter.ToJson(request).Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReasoningForm.Budget, ReasoningEffort.High, 0.3, false)]
    [InlineData(ReasoningForm.Adaptive, ReasoningEffort.High, 0.3, false)]
    [InlineData(ReasoningForm.Adaptive, ReasoningEffort.High, 1.0, true)]
    [InlineData(ReasoningForm.Budget, ReasoningEffort.None, 0.3, true)]
    [InlineData(ReasoningForm.Effort, ReasoningEffort.High, 0.3, true)]
    [InlineData(ReasoningForm.GatewayBudget, ReasoningEffort.High, 0.3, true)]
    [InlineData(ReasoningForm.GoogleBudget, ReasoningEffort.High, 0.3, true)]
    public void A_Claude_that_thinks_gets_no_temperature_but_1(ReasoningForm form, ReasoningEffort effort, double temperature, bool isSent)
    {
        ChatRequest request = ChatRun.Request with { Temperature = temperature, Reasoning = new ModelReasoning { Form = form, Effort = effort } };

        Assert.Equal(isSent, JsonDocument.Parse(RequestWriter.ToJson(request)).RootElement.TryGetProperty("temperature", out _));
    }

    [Fact]
    public async Task Reasoning_items_of_a_bridge_are_kept_one_by_one_and_go_back()
    {
        const string Chunks =
            """
            data: {"choices":[{"index":0,"delta":{"role":"assistant","reasoning_items":[{"id":"rs_1","type":"reasoning","encrypted_content":"e1"}]}}]}

            data: {"choices":[{"index":0,"delta":{"reasoning_items":[{"id":"rs_2","type":"reasoning","encrypted_content":"e2"}],"content":"hi"}}]}

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]


            """;

        AgentReply reply = (await ChatRun.OfStreamAsync(Chunks.ReplaceLineEndings("\n"))).Reply;

        MessageExtra items = Assert.Single(reply.Extras);
        Assert.Equal(["rs_1", "rs_2"], JsonDocument.Parse(items.Json).RootElement.EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        ChatRequest next = ChatRun.Request with { Messages = [new(ChatRole.User, "q"), reply.ToMessage(), new(ChatRole.User, "q")] };
        Assert.Contains("\"encrypted_content\":\"e2\"", Encoding.UTF8.GetString(RequestWriter.ToJson(next).Span), StringComparison.Ordinal);
        Assert.DoesNotContain("rs_1", Encoding.UTF8.GetString(RequestWriter.ToJson(next with { Model = "other" }).Span), StringComparison.Ordinal);
    }
}
