using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The OpenAI SDK's own typed client, as a second opinion on what is well formed.</summary>
internal static class ChatClientOf
{
    public static ChatClient Endpoint(Uri baseUrl, HttpClient? transport = null)
    {
        OpenAIClientOptions options = new()
        {
            Endpoint = baseUrl,
            RetryPolicy = new ClientRetryPolicy(0),
        };
        if (transport is not null)
        {
            options.Transport = new HttpClientPipelineTransport(transport);
        }

        return new ChatClient("m", new ApiKeyCredential("sk-test"), options);
    }
}
