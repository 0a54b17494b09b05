using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>Reads a journal that somebody else may go on with: nothing of it is changed.</summary>
internal static class JournalReader
{
    /// <summary>Reads the calls of a journal, one at a time.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>The calls, in the order in which they ended; a last line that was torn off is passed over.</returns>
    /// <exception cref="FileException">It is not there, is no file or no journal, or cannot be read.</exception>
    public static IEnumerable<JournalLine> Read(string path)
    {
        using FileStream file = InputFile.Open(path);
        JournalLines lines = new(file, Journal.LongestLine);
        for (int number = 1; Next(path, lines) is { } found; number++)
        {
            JournalLine? line = Parse(found.Bytes.Span);
            if (line is null && !found.IsEnded)
            {
                yield break;
            }

            yield return line is { V: Journal.Version, Request: not null } && IsSound(line.Reply) ? line : throw new FileException(
                path, FileProblem.Malformed, $"is no journal: line {number} is no line of a journal of version {Journal.Version}.");
        }
    }

    private static (long Start, ReadOnlyMemory<byte> Bytes, bool IsEnded)? Next(string path, JournalLines lines)
    {
        try
        {
            return lines.Read();
        }
        catch (InvalidDataException e)
        {
            throw new FileException(path, FileProblem.Malformed, $"is no journal: {e.Message}", e);
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }

    private static JournalLine? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, JournalJson.Default.JournalLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A file may hold whatever somebody wrote into it.
    private static bool IsSound(AgentReply? reply) => reply is null
        || (reply is
        {
            Text: not null, RequestedModel: not null, Endpoint: not null, Usage: not null, Gateway: not null, Steps.IsDefault: false,
            ToolCalls.IsDefault: false, Warnings.IsDefault: false, Gates.IsDefault: false,
        }
            && (reply.Protection is null or { Found.IsDefault: false, Unprotected.IsDefault: false })
            && reply.ToolCalls.All(c => c is { Name: not null, Arguments: not null })
            && reply.Gates.All(g => g is { Gate: not null, Reason: not null })
            && reply.Protection?.Found.All(f => f is { Entity: not null }) != false
            && reply.Steps.All(s => s is not null && s.All.All(IsSound)));

    private static bool IsSound(AgentStep step) =>
        step is { Usage: not null, Inputs.IsDefault: false } && step.Steps.All(s => s is not null);
}
