using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Requirements;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>Warns, once for each endpoint as long as it lives, when a LiteLLM proxy says it runs a version that something is known against.</summary>
/// <param name="inner">What makes the calls.</param>
/// <param name="judged">The endpoints and versions already looked at; shared by those who are to warn once together.</param>
internal sealed class AdvisingProvider(IChatProvider inner, ConcurrentDictionary<(string Endpoint, string Version), bool> judged) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ChatEvent item in inner.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (item is ChatEvent.Completed { Reply: { Gateway.LiteLlmVersion: { } version } reply }
                && judged.TryAdd((reply.Endpoint, version), true)
                && FindWarning(reply.Endpoint, version) is { } warning)
            {
                yield return new ChatEvent.Warning(warning);
                yield return new ChatEvent.Completed(reply with { Warnings = reply.Warnings.Add(warning) });
            }
            else
            {
                yield return item;
            }
        }
    }

    // The maker's own images of a version can be clean where its package is not; from outside nobody can tell.
    private static string? FindWarning(string endpoint, string text)
    {
        if (PythonVersion.Find(text) is not { } version)
        {
            return null;
        }

        AdvisoryTable table = AdvisoryTable.Read();
        Advisory[] known = [.. table.Rows.Where(a => a.Affected.Fits(version))];
        return known switch
        {
            [] => null,
            [{ Kind: AdvisoryKind.Malicious } worst, ..] =>
                $"{endpoint} says it runs LiteLLM {version}. Its package on PyPI is malicious ({worst.Id}: {worst.What}). Unless it runs the maker's image, "
                    + $"stop it and replace every secret it could see; take {table.FirstSafe} or newer.",
            _ => $"{endpoint} says it runs LiteLLM {version}, against which is known: {string.Join(", ", known.Select(a => a.Id))}. Take {table.FirstSafe} or "
                + "newer.",
        };
    }
}
