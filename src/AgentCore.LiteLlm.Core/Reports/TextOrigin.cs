namespace AgentCore.LiteLlm.Reports;

/// <summary>Where a text of a report comes from, which says what is done with it before it is written.</summary>
internal enum TextOrigin
{
    /// <summary>The report's own words and figures: nothing is done.</summary>
    Own,

    /// <summary>A name or an address out of a setting or an answer: without secrets, and without what was replaced in the run.</summary>
    Named,

    /// <summary>What a person, a model, a tool or an endpoint said: without secrets and without personal data, and cut where it is long.</summary>
    Said,

    /// <summary>A text of others that was made fit to be written.</summary>
    Fit,
}
