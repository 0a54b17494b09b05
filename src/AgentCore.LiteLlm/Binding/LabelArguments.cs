using System.Collections;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Turns what PowerShell binds into what an endpoint's operator is told.</summary>
internal static class LabelArguments
{
    /// <summary>Reads the labels.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="metadata">The entries of <c>metadata</c>.</param>
    /// <param name="user">The end user.</param>
    /// <param name="problem">What of it is no JSON; null when all of it is.</param>
    /// <returns>The labels, or null when there are none.</returns>
    public static CallLabels? Read(string[]? tags, IDictionary? metadata, string? user, out string? problem)
    {
        problem = null;
        if (tags is null && metadata is null && user is null)
        {
            return null;
        }

        JsonElement? json = metadata is null ? null : JsonArguments.ToJson(metadata, out problem);
        return new CallLabels
        {
            Tags = [.. tags ?? []],
            Metadata = json is { } entries
                ? [.. entries.EnumerateObject().Where(e => tags is null || e.Name != "tags").Select(e => KeyValuePair.Create(e.Name, e.Value))]
                : [],
            User = user,
            OverridesTags = tags is not null,
        };
    }
}
