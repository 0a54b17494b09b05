using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>Says in what a request differs from what was recorded, by places and names, never by what a message says.</summary>
internal static class CassetteDifference
{
    private const int MostPlaces = 5;

    /// <summary>Describes the difference to the nearest recorded request.</summary>
    /// <returns>One sentence.</returns>
    public static string Describe(RecordedRequest request, ImmutableArray<RecordedRequest> recorded)
    {
        int same = recorded.Count(r => r.Key == request.Key);
        if (same > 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it was recorded {same} time{(same == 1 ? "" : "s")}, and is made once more.");
        }

        if (recorded.IsEmpty)
        {
            return "nothing is recorded in it.";
        }

        RecordedRequest[] there = [.. recorded.Where(r => r.Method == request.Method && r.Path == request.Path)];
        if (there.Length == 0)
        {
            return $"it goes to {request.Method} {request.Path}, and only "
                + $"{string.Join(", ", recorded.Select(r => $"{r.Method} {r.Path}").Distinct().Take(MostPlaces))} is recorded.";
        }

        RecordedRequest[] ofModel = [.. there.Where(r => r.Model == request.Model)];
        if (ofModel.Length == 0)
        {
            return $"it asks the model '{SecretShapes.Excerpt(request.Model ?? "")}', and only "
                + $"{string.Join(", ", there.Select(r => $"'{SecretShapes.Excerpt(r.Model ?? "")}'").Distinct().Take(MostPlaces))} is recorded.";
        }

        List<string> places = ofModel.Select(r => Compare(r.Body, request.Body)).MinBy(p => p.Count)!;
        string more = places.Count > MostPlaces ? string.Create(CultureInfo.InvariantCulture, $" and {places.Count - MostPlaces} more") : "";
        return $"its body differs from the nearest recorded one at {string.Join(", ", places.Take(MostPlaces))}{more}.";
    }

    private static List<string> Compare(JsonElement? recorded, JsonElement? sent)
    {
        List<string> places = [];
        Compare(recorded, sent, "", places);
        return places;
    }

    private static void Compare(JsonElement? recorded, JsonElement? sent, string place, List<string> places)
    {
        if (recorded is not { } old || sent is not { } now || old.ValueKind != now.ValueKind)
        {
            places.Add(Name(place) + (recorded is null ? " (not recorded)" : sent is null ? " (recorded only)" : ""));
        }
        else if (old.ValueKind == JsonValueKind.Object)
        {
            foreach (string name in old.EnumerateObject().Concat(now.EnumerateObject()).Select(p => p.Name).Distinct())
            {
                Compare(Find(old, name), Find(now, name), $"{place}/{SecretShapes.Excerpt(name)}", places);
            }
        }
        else if (old.ValueKind == JsonValueKind.Array)
        {
            JsonElement[] olds = [.. old.EnumerateArray()];
            JsonElement[] news = [.. now.EnumerateArray()];
            for (int i = 0; i < Math.Max(olds.Length, news.Length); i++)
            {
                Compare(
                    i < olds.Length ? olds[i] : null, i < news.Length ? news[i] : null, string.Create(CultureInfo.InvariantCulture, $"{place}/{i}"), places);
            }
        }
        else if (CanonicalJson.Of(old) != CanonicalJson.Of(now))
        {
            places.Add(Name(place));
        }
    }

    private static JsonElement? Find(JsonElement value, string name) => value.TryGetProperty(name, out JsonElement found) ? found : null;

    private static string Name(string place) => place.Length == 0 ? "its root" : place;
}
