using System.Text;
using AgentCore.LiteLlm.Batches;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

public sealed class BatchIdTests
{
    [Theory]
    [InlineData("batch_abc", "batch_abc", true)]
    [InlineData("batch_abc", "batch_abd", false)]
    [InlineData("batch_{litellm:batch_abc;model,gpt-4o}", "batch_abc", true)]
    [InlineData("batch_abc", "batch_{litellm:batch_abc;model,gpt-4o}", true)]
    [InlineData("batch_{litellm:batch_abc;model,gpt-4o}", "batch_{litellm:batch_abc;model,other}", true)]
    [InlineData("batch_{litellm:batch_abc;model,gpt-4o}", "batch_{litellm:batch_abd;model,gpt-4o}", false)]
    [InlineData("{litellm_proxy;model_id:m1;llm_batch_id:batch_abc}", "batch_abc", true)]
    [InlineData("{litellm_proxy;model_id:m1;llm_batch_id:batch_abc}", "batch_abd", false)]
    [InlineData("batch_{something else:batch_abc}", "batch_abc", false)]
    public void A_rewritten_id_is_known_again(string asked, string answered, bool areOne) =>
        Assert.Equal(areOne, BatchId.AreOne(Encode(asked), Encode(answered)));

    // What stands in braces is written as the proxy does.
    private static string Encode(string id)
    {
        int at = id.IndexOf('{', StringComparison.Ordinal);
        return at < 0 ? id : id[..at] + Convert.ToBase64String(Encoding.UTF8.GetBytes(id[(at + 1)..^1])).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
