using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>
/// Knows one kind of personal data. It is shown the places where one of its anchors stands, and looks around there, never further than its
/// longest form.
/// </summary>
/// <param name="entity">What it finds.</param>
/// <param name="context">Words that make a find surer.</param>
internal abstract class Recogniser(string entity, ContextPhrases context)
{
    /// <summary>Initializes a recogniser.</summary>
    /// <param name="entity">What it finds.</param>
    /// <param name="context">Words that make a find surer.</param>
    protected Recogniser(string entity, params ReadOnlySpan<string> context)
        : this(entity, new ContextPhrases(context))
    {
    }

    /// <summary>The anchor that stands for every word with a digit in it.</summary>
    public const char Digit = '0';

    /// <summary>Gets what it finds, by Presidio's name.</summary>
    public string Entity { get; } = entity;

    /// <summary>Gets the words that make a find surer.</summary>
    public ContextPhrases Context { get; } = context;

    /// <summary>Gets the characters that it wants to be shown: <see cref="Digit"/>, or punctuation such as <c>@</c>.</summary>
    public virtual string Anchors => "0";

    /// <summary>Looks around a place.</summary>
    public abstract void Look(in Place place, Proposals found);
}
