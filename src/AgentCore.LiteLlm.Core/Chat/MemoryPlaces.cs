using System.Text;

namespace AgentCore.LiteLlm.Chat;

/// <summary>The places in the namespaces of memories.</summary>
internal static class MemoryPlaces
{
    /// <summary>The place for the actor.</summary>
    public const string Actor = "{actorId}";

    /// <summary>The place for the session.</summary>
    public const string Session = "{sessionId}";

    /// <summary>Says whether what is in a namespace belongs to one actor; else it belongs to all.</summary>
    /// <param name="template">The namespace, as the blueprint has it.</param>
    public static bool IsOfActor(string template) => template.Contains(Actor, StringComparison.Ordinal);

    /// <summary>Fills the places.</summary>
    /// <param name="template">The namespace, as the blueprint has it.</param>
    /// <param name="subject">Whose memory it is.</param>
    /// <returns>The namespace. No name opens a level in it or lies in another.</returns>
    public static string Fill(string template, MemorySubject subject)
    {
        StringBuilder filled = new();
        for (int at = 0; at < template.Length;)
        {
            ReadOnlySpan<char> rest = template.AsSpan(at);
            (string? name, int length) = rest.StartsWith(Actor, StringComparison.Ordinal) ? (subject.Actor, Actor.Length)
                : rest.StartsWith(Session, StringComparison.Ordinal) ? (subject.Session, Session.Length)
                : (null, 1);
            filled.Append(name is null ? rest[..1] : Escape(name));
            at += length;
        }

        return filled.ToString();
    }

    /// <summary>Says whether a namespace is another, or lies in it.</summary>
    /// <param name="inner">The one.</param>
    /// <param name="outer">The other.</param>
    public static bool IsIn(string inner, string outer)
    {
        string all = outer.TrimEnd('/');
        return inner.StartsWith(all, StringComparison.Ordinal) && (inner.Length == all.Length || inner[all.Length] == '/');
    }

    private static string Escape(string name) => name
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("/", "%2F", StringComparison.Ordinal);
}
