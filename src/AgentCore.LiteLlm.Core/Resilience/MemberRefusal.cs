using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>
/// The one rule about refused members: an endpoint says that something of the request is not taken, and names a member that was sent, in the
/// error's own field for it or in its words, in whichever spelling.
/// </summary>
internal static class MemberRefusal
{
    // What is refused inside of these is no option of the request, whatever it is called.
    private static readonly string[] Meaningful = ["messages", "input", "tools", "functions", "toolchoice", "responseformat", "model", "contents", "system"];

    /// <summary>Says whether an endpoint refuses a member.</summary>
    /// <param name="failure">What it answered.</param>
    /// <param name="name">The member as it was sent.</param>
    public static bool Names(ChatFailure failure, string name) =>
        failure is { Kind: FailureKind.BadRequest, RefusesMember: true } && (IsParameter(failure.Parameter, name) || IsInWords(failure, name));

    /// <summary>Finds the optional member that an endpoint refuses.</summary>
    /// <param name="failure">What it answered.</param>
    /// <param name="sent">The optional members that were sent.</param>
    /// <returns>The member that it names first; none where it names none of them.</returns>
    public static OptionalMembers Find(ChatFailure failure, OptionalMembers sent)
    {
        OptionalMembers[] named = [.. Enum.GetValues<OptionalMembers>().Where(m => m != OptionalMembers.None && sent.HasFlag(m) && Names(failure, ToName(m)))];
        return named.OrderBy(m => IsParameter(failure.Parameter, ToName(m)) ? -1 : FindWord(failure.ProviderMessage ?? "", ToName(m))).FirstOrDefault();
    }

    /// <summary>Gives the name of a member on the wire.</summary>
    /// <param name="member">One member.</param>
    public static string ToName(OptionalMembers member) => JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());

    /// <summary>Gives the names of members on the wire.</summary>
    /// <param name="members">The members.</param>
    public static IEnumerable<string> ToNames(OptionalMembers members) =>
        Enum.GetValues<OptionalMembers>().Where(m => m != OptionalMembers.None && members.HasFlag(m)).Select(ToName);

    // 'reasoning.effort', 'body.top_p', 'metadata.tags' and 'presencePenalty'; never 'messages[0].user'.
    private static bool IsParameter(string? parameter, string name)
    {
        if (parameter is null)
        {
            return false;
        }

        string[] path = [.. parameter.Split('.', '[', ']').Select(ToKey).Where(p => p.Length > 0 && p != "body")];
        string key = ToKey(name);
        return path.Length > 0 && !Meaningful.Contains(path[0], StringComparer.Ordinal) && (path[0] == key || path[^1] == key || string.Concat(path) == key);
    }

    // Words count where the error names no member of its own, or one that was written otherwise already and is named beside others.
    private static bool IsInWords(ChatFailure failure, string name) =>
        failure is { ProviderMessage: { } words } && !IsElsewhere(failure.Parameter) && FindWord(words, name) < int.MaxValue;

    private static bool IsElsewhere(string? parameter) =>
        parameter is not null && Meaningful.Contains(ToKey(parameter.Split('.', '[')[0]), StringComparer.Ordinal);

    // A name of one plain word, such as 'stop', has to stand in quotes: it is a word of the language too.
    private static int FindWord(string words, string name)
    {
        string[] spellings = [name, JsonNamingPolicy.CamelCase.ConvertName(ModelControls.ToProperty(name))];
        int first = int.MaxValue;
        foreach (string spelling in spellings.Distinct(StringComparer.Ordinal))
        {
            for (int at = words.IndexOf(spelling, StringComparison.OrdinalIgnoreCase); at >= 0;
                at = words.IndexOf(spelling, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                char before = at == 0 ? ' ' : words[at - 1];
                char after = at + spelling.Length == words.Length ? ' ' : words[at + spelling.Length];
                bool isQuoted = before is '\'' or '"' or '`' && after is '\'' or '"' or '`' or '=';
                bool isWhole = !IsWord(before) && !IsWord(after) && before != '.' && (name.Contains('_', StringComparison.Ordinal) || isQuoted);
                first = isWhole ? Math.Min(first, at) : first;
            }
        }

        return first;
    }

    private static string ToKey(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
