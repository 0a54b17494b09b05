using System.Diagnostics;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The spans that a test is about, in the order in which they end. Listeners hear the whole process.</summary>
internal sealed class HeardSpans : IDisposable
{
    /// <summary>The collection of those who listen: one of them asks what happens where nobody does.</summary>
    public const string Collection = "Listeners";

    private readonly ActivityListener _listener;

    public HeardSpans(string model)
        : this(a => a.DisplayName == $"chat {model}")
    {
    }

    public HeardSpans(Func<Activity, bool> isMeant)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "AgentCore.LiteLlm",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a =>
            {
                if (isMeant(a))
                {
                    lock (Ended)
                    {
                        Ended.Add(a);
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public List<Activity> Ended { get; } = [];

    public void Dispose() => _listener.Dispose();
}
