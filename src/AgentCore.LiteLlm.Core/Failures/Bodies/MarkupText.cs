using System.Net;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Failures.Bodies;

/// <summary>Reads what a page, or an error in XML, says in a few words.</summary>
internal static partial class MarkupText
{
    /// <summary>Reads the error out of markup.</summary>
    /// <param name="text">Text that begins with a tag.</param>
    /// <returns>The error.</returns>
    public static ErrorBody Read(string text)
    {
        if (Find(Message(), text) is { } message)
        {
            return new ErrorBody(message, null, Find(Code(), text));
        }

        string? title = Find(Title(), text) ?? Find(Heading(), text);
        return new ErrorBody(title is null ? "an HTML page" : $"an HTML page titled \"{title}\"", null, null);
    }

    private static string? Find(Regex pattern, string text) =>
        Tag().Replace(pattern.Match(text).Groups["text"].Value, " ").Trim() is { Length: > 0 } words ? WebUtility.HtmlDecode(words) : null;

    [GeneratedRegex("<message>(?<text>[^<]{1,2000})</message>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Message();

    [GeneratedRegex("<code>(?<text>[^<]{1,200})</code>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex("<title[^>]{0,200}>(?<text>[^<]{1,500})</title>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    [GeneratedRegex("<h1[^>]{0,200}>(?<text>.{1,500}?)</h1>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("<[^>]{0,200}>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
