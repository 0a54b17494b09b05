using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Failures.Bodies;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Failures;

public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData("""{"error":{"message":"no","type":"t","param":null,"code":"c"}}""", "no", "t", "c")]
    [InlineData("""{"error":{"message":"no","type":"None","param":"None","code":"400"}}""", "no", null, "400")]
    [InlineData("""{"error":{"message":{"error":"Violated guardrail policy"},"code":400}}""", "Violated guardrail policy", null, "400")]
    [InlineData("""{"error":{"message":"credits","code":402,"metadata":{}}}""", "credits", null, "402")]
    [InlineData("""{"object":"error","message":"flat","type":"BadRequestError","param":null,"code":400}""", "flat", "BadRequestError", "400")]
    [InlineData(
        """{"error":"Unexpected endpoint or method. (POST /chat/completions)"}""", "Unexpected endpoint or method. (POST /chat/completions)", null, null)]
    [InlineData("""{"detail":"Not Found"}""", "Not Found", null, null)]
    [InlineData("""{"detail":[{"loc":["body","model"],"msg":"field required","type":"missing"}]}""", "body.model: field required", null, null)]
    [InlineData("""{"status":"failure","message":"Invalid API Key"}""", "Invalid API Key", "failure", null)]
    [InlineData("""{"html-message":"<p>gone</p>"}""", "<p>gone</p>", null, null)]
    [InlineData("""[{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}]""", "API key not valid", "INVALID_ARGUMENT", "400")]
    [InlineData("""{"message":"no route matched"}""", "no route matched", null, null)]
    [InlineData("""{"choices":[],"error":{"message":"upstream","code":502}}""", "upstream", null, "502")]
    public void Find_reads_every_shape(string json, string message, string? type, string? code)
    {
        ErrorBody? found = ErrorBody.Find(JsonDocument.Parse(json).RootElement);

        Assert.Equal((message, type, code), (found?.Message, found?.Type, found?.Code));
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"hi"}}]}""")]
    [InlineData("""{"error":null,"choices":[{"message":{"content":"hi"}}]}""")]
    [InlineData("""{"object":"chat.completion","choices":[]}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("3")]
    public void Find_sees_no_error_where_there_is_none(string json) =>
        Assert.Null(ErrorBody.Find(JsonDocument.Parse(json).RootElement));

    [Theory]
    [InlineData("""{"error":{"message":"no","details":[{"violations":[§]}]}}""", """{"quotaId":"q#"}""")]
    [InlineData("""{"error":{"message":"no","details":[§]}}""", """{"reason":"r#"}""")]
    [InlineData("""{"error":{"message":"no","errors":[§]}}""", """{"code":"c#","type":"t#"}""")]
    public void Codes_are_counted_and_the_first_are_kept(string body, string part)
    {
        string parts = string.Join(',', Enumerable.Range(1, 20_000).Select(n => part.Replace("#", $"{n}", StringComparison.Ordinal)));

        ErrorBody? found = ErrorBodyReader.Read(Encoding.UTF8.GetBytes(body.Replace("§", parts, StringComparison.Ordinal)));

        Assert.Equal(32, found!.Codes.Length);
        Assert.Contains(part.Split('"')[3].Replace("#", "1", StringComparison.Ordinal), found.Codes);
    }

    [Theory]
    [InlineData("[", """{"message":"m#"}""", "]")]
    [InlineData("""{"detail":[""", """{"msg":"m#"}""", "]}")]
    [InlineData("[", """["m#"]""", "]")]
    public void Words_are_read_up_to_a_number_of_values(string start, string part, string end)
    {
        string parts = string.Join(',', Enumerable.Range(1, 20_000).Select(n => part.Replace("#", $"{n}", StringComparison.Ordinal)));

        ErrorBody? found = ErrorBodyReader.Read(Encoding.UTF8.GetBytes(start + parts + end));

        Assert.StartsWith("m1", found!.Message, StringComparison.Ordinal);
        Assert.InRange(found.Message!.Length, 2, 2_000);
    }

    [Theory]
    [InlineData("litellm.APIError: {'error': 'x\\")]
    [InlineData("{'error': 'x\\")]
    [InlineData("{'error': ")]
    [InlineData("{'error': {'message': 'a', 'code': '\\")]
    public void A_body_that_is_cut_within_an_escape_is_read_as_far_as_it_goes(string body) =>
        Assert.Null(Record.Exception(() => ErrorBodyReader.Read(Encoding.UTF8.GetBytes(body))));
}
