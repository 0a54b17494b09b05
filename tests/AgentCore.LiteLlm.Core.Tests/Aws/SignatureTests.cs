using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Aws;
using AgentCore.LiteLlm.Secrets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Aws;

/// <summary>AWS's own suite: every case, by the header that a signed request carries.</summary>
public sealed class SignatureTests
{
    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    public static TheoryData<string> Cases => [.. Rows().Select(r => r[0])];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_published_request_gets_its_published_signature(string name)
    {
        string[] row = Rows().Single(r => r[0] == name);
        (string method, string target, List<KeyValuePair<string, string>> headers, string body) = Read(JsonSerializer.Deserialize<string>(row[5])!);
        AwsCredentials credentials = new(
            "AKIDEXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), row[3].Length == 0 ? null : new Secret(row[3]));
        headers.Add(KeyValuePair.Create("X-Amz-Date", "20150830T123600Z"));
        if (row[2] == "true")
        {
            byte[] hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body));
            headers.Add(KeyValuePair.Create("x-amz-content-sha256", Convert.ToHexStringLower(hash)));
        }

        if (row[3].Length > 0 && row[4] == "false")
        {
            headers.Add(KeyValuePair.Create("X-Amz-Security-Token", row[3]));
        }

        string signed = Signature.Sign(
            method, target, headers, Encoding.UTF8.GetBytes(body), credentials, new SignatureScope("us-east-1", "service", Time, row[1] == "true"));

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={row[6]}, Signature={row[7]}", signed);
    }

    [Fact]
    public void The_whole_suite_is_there() => Assert.Equal(38, Rows().Length);

    private static string[][] Rows()
    {
        using Stream stream = typeof(SignatureTests).Assembly.GetManifestResourceStream("signatures.tsv")!;
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l.Split('\t'))];
    }

    // The suite's requests are HTTP as text, with values that go on in the next line.
    private static (string Method, string Target, List<KeyValuePair<string, string>> Headers, string Body) Read(string request)
    {
        string[] parts = request.Split("\n\n", 2);
        List<string> lines = [];
        foreach (string line in parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == ' ')
            {
                lines[^1] += " " + line;
            }
            else
            {
                lines.Add(line);
            }
        }

        int space = lines[0].IndexOf(' ', StringComparison.Ordinal);
        string target = lines[0][(space + 1)..lines[0].LastIndexOf(' ')];
        return (
            lines[0][..space], target,
            [.. lines.Skip(1).Select(l => l.Split(':', 2)).Select(h => KeyValuePair.Create(h[0], h[1]))],
            parts.Length > 1 ? parts[1] : "");
    }
}
