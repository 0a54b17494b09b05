using System.Globalization;

namespace AgentCore.LiteLlm.Tests.Secrets;

/// <summary>Makes tokens from their shapes at run time, so that none stands in a file where a scanner of repositories would take it for a leak.</summary>
internal static class TokenText
{
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Small = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string Letters = Capitals + Small + Digits;

    /// <summary>Fills a shape, in which <c>{hex:32}</c> stands for 32 random hexadecimal digits.</summary>
    public static string Fill(string shape, Random random)
    {
        string text = shape;
        int from = 0;
        while (text.IndexOf('{', from) is >= 0 and int start && text.IndexOf('}', start) is >= 0 and int end)
        {
            string[] parts = text[(start + 1)..end].Split(':');
            if (parts is ["uuid"])
            {
                text = text[..start] + Fill("{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}", random) + text[(end + 1)..];
            }
            else if (parts is [var name, var count] && AlphabetOf(name) is { } alphabet)
            {
                text = text[..start] + random.GetString(alphabet, int.Parse(count, CultureInfo.InvariantCulture)) + text[(end + 1)..];
            }
            else
            {
                from = start + 1;
            }
        }

        return text;
    }

    private static string? AlphabetOf(string name) => name switch
    {
        "hex" => Digits + "abcdef",
        "low" => Small + Digits,
        "upper" => Capitals + Digits,
        "alpha" => Capitals + Small,
        "alnum" => Letters,
        "base32" => Capitals + "234567",
        "bech" => "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
        "base64" => Letters + "+/",
        "digits" => Digits,
        "url" => Letters + "-_",
        _ => null,
    };
}
