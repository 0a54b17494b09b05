using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Dates in figures, with or without the name of a month. Dates in words alone need a model.</summary>
internal sealed class DateTimeRecogniser() : Recogniser("DATE_TIME", "date", "birthday", "born", "dob", "birth", "expiry", "expires")
{
    private const double Sure = 0.6;
    private static readonly ContextPhrases Versions = new("version", "ver", "v", "release", "build", "firmware");

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        WrittenDate date = WrittenDate.Read(place);
        if (date.End < 0 || !place.IsFree(date.Start, date.End) || (date.Start > 0 && place.Text[date.Start - 1] == '/' && date.Score < 0.7))
        {
            return;
        }

        bool isVersion = date.Score == Sure && place.Text[date.Start..date.End].Contains('.') && found.NearnessOf(Versions, date.Start, date.End) > 0;
        found.Add(this, date.Start, date.End, isVersion ? 0.2 : date.Score);
    }
}
