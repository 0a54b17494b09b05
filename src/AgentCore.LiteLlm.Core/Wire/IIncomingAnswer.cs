using System.Text.Json;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Wire;

/// <summary>An answer as it comes in, in pieces or in one, in the words of one of the two APIs. What is read is the same for both.</summary>
internal interface IIncomingAnswer
{
    /// <summary>Gets why the model stopped; null until the endpoint has said so.</summary>
    string? FinishReason { get; }

    /// <summary>Gets a value indicating whether a stream may end here without a reason, where it says itself that it ends.</summary>
    bool MayEndUnsaid { get; }

    /// <summary>Gets a value indicating whether nothing that could still come belongs to the answer.</summary>
    bool IsOver { get; }

    /// <summary>Gets a value indicating whether anything of an answer came.</summary>
    bool HasBegun { get; }

    /// <summary>Gets a value indicating whether all of it came in one piece.</summary>
    bool IsWhole { get; }

    /// <summary>Gets the text so far.</summary>
    string Text { get; }

    /// <summary>Gets how much is kept, in characters.</summary>
    long Length { get; }

    /// <summary>Gets what is wrong with JSON that is no answer, as the end of a sentence.</summary>
    string Lack { get; }

    /// <summary>Gets what a stream lacked that broke off, as the end of a sentence.</summary>
    string MissingEnd { get; }

    /// <summary>Finds the error that JSON is instead of an answer.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="raw">Its bytes.</param>
    /// <param name="isNamed">Whether the event that it came in is named an error.</param>
    /// <returns>The error as a body of its own; null where there is none.</returns>
    ReadOnlyMemory<byte>? FindError(JsonElement value, ReadOnlyMemory<byte> raw, bool isNamed);

    /// <summary>Takes in a piece that adds text to an answer that has begun, and nothing else: the same as the rest would, in a fraction of the time.</summary>
    /// <param name="json">What came next.</param>
    /// <returns>The pieces it brought, valid until the next; null where it may be something else, and nothing was taken in.</returns>
    List<AgentChunk>? AddPlain(ReadOnlySpan<byte> json);

    /// <summary>Takes in what came next.</summary>
    /// <param name="value">A piece of the answer, or all of it.</param>
    /// <param name="isUnframed">Whether it stands there by itself, in no event.</param>
    /// <returns>The pieces it brought, valid until the next.</returns>
    List<AgentChunk> Add(JsonElement value, bool isUnframed);

    /// <summary>Gives out what was held back for safety.</summary>
    /// <returns>The last pieces.</returns>
    List<AgentChunk> Flush();

    /// <summary>Gives the whole answer.</summary>
    Completion ToCompletion();
}
