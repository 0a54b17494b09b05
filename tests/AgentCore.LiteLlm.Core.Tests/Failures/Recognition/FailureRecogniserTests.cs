using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Failures.Recognition;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Failures.Recognition;

/// <summary>Scores the recogniser on what real endpoints answer: the share that is right, by kind, on rows that its words were not made from.</summary>
public sealed class FailureRecogniserTests(ITestOutputHelper output)
{
    private const double Bar = 0.95;

    private static readonly ImmutableArray<KnownError> Rows = KnownError.ReadAll();

    [Fact]
    public void What_endpoints_say_is_recognised_on_rows_that_were_not_tuned_on()
    {
        (KnownError Row, ChatFailure Failure)[] read = [.. Rows.Select(r => (r, r.Recognise()))];

        Print("tuned on", [.. read.Where(r => !r.Row.IsHeld)]);
        Print("held", [.. read.Where(r => r.Row.IsHeld)]);
        foreach ((KnownError row, ChatFailure failure) in read.Where(r => !r.Row.IsHeld))
        {
            string faults = string.Join("; ", (row.Kind == failure.Kind ? [] : new[] { $"{row.Kind}, not {failure.Kind}" }).Concat(row.FindFaults(failure)));
            if (faults.Length > 0)
            {
                output.WriteLine($"{row.Status} {faults}: {row.Body}");
            }
        }

        Assert.True(Rows.Length > 500);
        Assert.All(
            Score([.. read.Where(r => r.Row.IsHeld)]),
            s => Assert.True(s.Precision >= Bar && s.Recall >= Bar, $"{s.Kind}: precision {s.Precision:0.000}, recall {s.Recall:0.000}"));
    }

    [Theory]
    [InlineData("[{0}]")]
    [InlineData("data: {0}\n\ndata: [DONE]\n\n")]
    [InlineData("{\"error\":{\"message\":\"Provider returned error\",\"code\":{2},\"metadata\":{\"provider_name\":\"X\",\"raw\":{1}}}}")]
    [InlineData("{\"error\":{\"message\":{1},\"type\":null,\"code\":\"{2}\"}}")]
    public void A_body_means_the_same_in_whichever_body_it_stands(string around)
    {
        // A page or a bare text is no body that anybody would put into another.
        foreach (KnownError row in Rows.Where(r => r.Third == 0 && r.Body.StartsWith('{')))
        {
            string wrapped = around.Replace("{0}", row.Body, StringComparison.Ordinal)
                .Replace("{1}", JsonSerializer.Serialize(row.Body), StringComparison.Ordinal)
                .Replace("{2}", row.Status.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            Assert.True(row.Kind == row.Recognise(wrapped).Kind, $"{row.Kind}, not {row.Recognise(wrapped).Kind}: {wrapped}");
        }
    }

    [Theory]
    [InlineData("{\"detail\":{0}}", "")]
    [InlineData("{\"message\":{0}}", "")]
    [InlineData("{\"error\":{\"message\":{0},\"type\":null,\"param\":null,\"code\":\"{1}\"}}", "litellm.APIError: APIError: OpenAIException - ")]
    [InlineData("{\"error\":{\"message\":{0}}}", "litellm.BadRequestError: litellm.MidStreamFallbackError: VertexAIException BadRequestError - ")]
    public void Words_mean_the_same_whoever_passes_them_on(string around, string before)
    {
        foreach (KnownError row in Rows.Where(r => r.Third == 0 && r.Text.Length > 0))
        {
            FailureKind alone = row.Recognise(Around("{\"error\":{\"message\":{0}}}", row.Text)).Kind;
            string tail = before.Length > 0 ? ". Received Model Group=context-filter\nAvailable Model Group Fallbacks=None" : "";
            FailureKind passed = row.Recognise(Around(around, before + row.Text + tail)).Kind;
            Assert.True(alone == passed, $"{row.Status} {alone}, not {passed}: {row.Text}");

            string Around(string body, string text) => body.Replace("{0}", JsonSerializer.Serialize(text), StringComparison.Ordinal)
                .Replace("{1}", row.Status.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(401, FailureKind.AuthenticationFailed, false)]
    [InlineData(402, FailureKind.BudgetExceeded, false)]
    [InlineData(403, FailureKind.PermissionDenied, false)]
    [InlineData(404, FailureKind.WrongPath, false)]
    [InlineData(405, FailureKind.WrongPath, false)]
    [InlineData(302, FailureKind.WrongPath, false)]
    [InlineData(400, FailureKind.BadRequest, false)]
    [InlineData(422, FailureKind.BadRequest, false)]
    [InlineData(408, FailureKind.TimedOut, true)]
    [InlineData(409, FailureKind.ServerError, true)]
    [InlineData(429, FailureKind.RateLimited, true)]
    [InlineData(498, FailureKind.RateLimited, true)]
    [InlineData(500, FailureKind.ServerError, true)]
    [InlineData(501, FailureKind.ServerError, false)]
    [InlineData(502, FailureKind.GatewayError, true)]
    [InlineData(503, FailureKind.GatewayError, true)]
    [InlineData(505, FailureKind.GatewayError, false)]
    [InlineData(524, FailureKind.GatewayError, true)]
    [InlineData(529, FailureKind.GatewayError, true)]
    public void A_status_without_words_says_the_kind(int status, FailureKind kind, bool isRetriable)
    {
        RecognisedFailure meant = FailureRecogniser.Recognise(status, null, _ => null);

        Assert.Equal((kind, isRetriable), (meant.Kind, meant.IsRetriable));
    }

    [Fact]
    public void No_pattern_has_a_gap_without_a_bound() =>
        Assert.All(SignTable.ReadRows("words.tsv"), row => Assert.DoesNotMatch(@"\.[*+]|\)[*+]|\{\d+,\}", row[1]));

    [Fact]
    public void Every_row_says_who_sends_it() =>
        Assert.All(SignTable.ReadRows("words.tsv").Concat(SignTable.ReadRows("codes.tsv")), row => Assert.True(row.Length == 3 && row[2].Length > 0, row[1]));

    [Fact]
    public void An_endpoint_that_says_not_to_try_again_is_believed() =>
        Assert.False(FailureRecogniser.Recognise(500, null, name => name == "x-should-retry" ? "false" : null).IsRetriable);

    private void Print(string name, (KnownError Row, ChatFailure Failure)[] read)
    {
        foreach ((FailureKind kind, int count, double precision, double recall) in Score(read))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} {kind,-22} {count,4} precision {precision:0.000} recall {recall:0.000}"));
        }

        int whole = read.Count(r => r.Row.Kind == r.Failure.Kind && !r.Row.FindFaults(r.Failure).Any());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-8} all that is to be said: {whole} of {read.Length}"));
    }

    private static IEnumerable<(FailureKind Kind, int Count, double Precision, double Recall)> Score((KnownError Row, ChatFailure Failure)[] read)
    {
        foreach (FailureKind kind in read.Select(r => r.Row.Kind).Distinct().Order())
        {
            double right = read.Count(r => r.Row.Kind == kind && r.Failure.Kind == kind);
            double found = read.Count(r => r.Failure.Kind == kind);
            int count = read.Count(r => r.Row.Kind == kind);
            yield return (kind, count, found == 0 ? 0 : right / found, right / count);
        }
    }
}
