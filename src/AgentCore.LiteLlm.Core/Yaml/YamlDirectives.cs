using YamlDotNet.Core.Tokens;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>The lines before <c>---</c> that begin with <c>%</c>, and what tags mean by them.</summary>
internal sealed class YamlDirectives(YamlTokens tokens)
{
    private List<TagDirective>? _tags;

    /// <summary>Reads the directives and the <c>---</c> after them.</summary>
    /// <returns>True when a document begins here.</returns>
    public bool Read()
    {
        bool hasVersion = false;
        while (tokens.Peek() is VersionDirective or TagDirective)
        {
            switch (tokens.Peek())
            {
                case VersionDirective version when hasVersion || version.Version.Major != 1 || version.Version.Minor > 3:
                    tokens.Refuse("%YAML");
                    return false;
                case VersionDirective:
                    hasVersion = true;
                    break;
                case TagDirective tag when _tags?.Exists(t => t.Handle == tag.Handle) == true:
                    tokens.Refuse("duplicate %TAG directive");
                    return false;
                case TagDirective tag:
                    (_tags ??= []).Add(tag);
                    break;
            }

            tokens.Skip();
        }

        if (tokens.Peek() is DocumentStart)
        {
            tokens.Skip();
            return true;
        }

        tokens.Refuse("expected <document start>");
        return false;
    }

    /// <summary>Spells a tag out.</summary>
    /// <param name="tag">The tag as it was written.</param>
    /// <returns>The whole tag, or null when its handle is declared nowhere.</returns>
    public string? Resolve(Tag tag) =>
        tag.Handle.Length == 0 ? tag.Suffix : FindPrefix(tag.Handle) is { } prefix ? prefix + tag.Suffix : null;

    private string? FindPrefix(string handle) => _tags?.Find(t => t.Handle == handle)?.Prefix ?? handle switch
    {
        "!" => "!",
        "!!" => "tag:yaml.org,2002:",
        _ => null,
    };
}
