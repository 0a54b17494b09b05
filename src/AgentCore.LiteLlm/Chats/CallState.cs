using System.Globalization;

namespace AgentCore.LiteLlm.Chats;

/// <summary>What goes on while nothing of an answer arrives.</summary>
internal sealed record CallState
{
    // What is over at once is not worth a look.
    private static readonly TimeSpan Unfelt = TimeSpan.FromMilliseconds(300);

    private const string Place = "{0}";

    private CallState(string words, TimeSpan? wait, long start)
    {
        Words = words;
        Wait = wait;
        Start = start;
    }

    /// <summary>Gets what it is called.</summary>
    public string Words { get; }

    /// <summary>Gets a value indicating whether it ends by itself.</summary>
    public bool IsWait => Wait is not null;

    private TimeSpan? Wait { get; }

    private long Start { get; }

    /// <summary>Makes what goes on until something happens.</summary>
    public static CallState Since(string words, TimeProvider time) => new(words, null, time.GetTimestamp());

    /// <summary>Makes what ends by itself.</summary>
    /// <param name="wait">When.</param>
    /// <param name="words">What it is called, with a place for the time that is left.</param>
    /// <param name="time">The clock.</param>
    public static CallState Until(TimeSpan wait, string words, TimeProvider time) => new(words, wait, time.GetTimestamp());

    /// <summary>Describes it now; null where it is too young.</summary>
    public string? Describe(TimeProvider time)
    {
        TimeSpan past = time.GetElapsedTime(Start);
        if (Wait is { } wait)
        {
            double left = Math.Max(0, Math.Ceiling((wait - past).TotalSeconds));
            return Words.Replace(Place, string.Create(CultureInfo.InvariantCulture, $"{left:0} s"), StringComparison.Ordinal) + " · Ctrl+C stops";
        }

        string seconds = past.TotalSeconds < 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {Math.Floor(past.TotalSeconds):0} s");
        return past < Unfelt ? null : $"{Words}{seconds} · Ctrl+C stops";
    }
}
