using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Costs;

/// <summary>Prices per 1,000 tokens in US dollars, as the framework reads them from the environment. None is built in: prices change.</summary>
internal sealed class PriceList
{
    private const string Models = "MODEL_PRICING";
    private const string Default = "MODEL_DEFAULT_PRICING";

    private readonly FrozenDictionary<string, TokenPrice> _models;
    private readonly TokenPrice? _default;

    private PriceList(Dictionary<string, TokenPrice> models, TokenPrice? other)
    {
        _models = models.ToFrozenDictionary(StringComparer.Ordinal);
        _default = other;
    }

    /// <summary>
    /// Reads <c>MODEL_PRICING</c>, <c>{"model": [in, out]}</c>, and <c>MODEL_DEFAULT_PRICING</c>, <c>[in, out]</c>, or the names for
    /// Bedrock that the framework had before. What reading from and writing into a cache costs may follow, which is this library's own.
    /// </summary>
    /// <param name="variables">Where they are looked up.</param>
    /// <returns>The prices, null when there are none, and what of them is no price list, without the values.</returns>
    public static Checked<PriceList> Read(IVariables variables)
    {
        Findings findings = new(places: null);
        Dictionary<string, TokenPrice> models = ReadModels(variables, findings);
        TokenPrice? other = ReadDefault(variables, findings);
        return findings.ToChecked(models.Count == 0 && other is null ? null : new PriceList(models, other));
    }

    /// <summary>Finds what a call cost.</summary>
    /// <param name="requested">The model that was asked for.</param>
    /// <param name="served">The model that answered, as the endpoint says; null when it did not.</param>
    /// <param name="usage">The tokens; null when they were not counted.</param>
    /// <returns>US dollars; null when there is no price or no count.</returns>
    public decimal? Find(string requested, string? served, TokenUsage? usage) => ToCost(FindPrice(requested, served) ?? _default, usage);

    /// <summary>Finds what a call cost at a price that is listed for its very model; the default price is for models that nobody prices.</summary>
    internal decimal? FindListed(string requested, string? served, TokenUsage? usage) => ToCost(FindPrice(requested, served), usage);

    private TokenPrice? FindPrice(string requested, string? served) =>
        _models.TryGetValue(requested, out TokenPrice? asked) ? asked
        : served is not null && _models.TryGetValue(served, out TokenPrice? answered) ? answered
        : null;

    private static decimal? ToCost(TokenPrice? price, TokenUsage? usage) => usage is null ? null : price?.Of(usage);

    private static Dictionary<string, TokenPrice> ReadModels(IVariables variables, Findings findings)
    {
        Dictionary<string, TokenPrice> models = new(StringComparer.Ordinal);
        using JsonDocument? table = Find(variables, Models, "BEDROCK_MODEL_PRICING", JsonValueKind.Object, findings);
        bool isWhole = true;
        foreach (JsonProperty entry in table?.RootElement.EnumerateObject() ?? default)
        {
            if (ToPrice(entry.Value) is { } price)
            {
                models[entry.Name] = price;
            }
            else
            {
                isWhole = false;
            }
        }

        if (!isWhole)
        {
            Warn(findings, $"an entry of the environment variable '{Models}' is no pair of prices, [input, output] per 1,000 tokens; that model has no price.");
        }

        return models;
    }

    private static TokenPrice? ReadDefault(IVariables variables, Findings findings)
    {
        using JsonDocument? pair = Find(variables, Default, "BEDROCK_DEFAULT_PRICING", JsonValueKind.Array, findings);
        TokenPrice? price = pair is null ? null : ToPrice(pair.RootElement);
        if (pair is not null && price is null)
        {
            Warn(findings, $"the environment variable '{Default}' holds no pair of prices, [input, output] per 1,000 tokens.");
        }

        return price;
    }

    private static JsonDocument? Find(IVariables variables, string name, string before, JsonValueKind kind, Findings findings)
    {
        string? text = variables.Find(name);
        (string used, text) = string.IsNullOrWhiteSpace(text) ? (before, variables.Find(before)) : (name, text);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            JsonDocument json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == kind)
            {
                return json;
            }

            json.Dispose();
        }
        catch (JsonException)
        {
            // The same as JSON of another kind: no price list.
        }

        string expected = kind == JsonValueKind.Object ? """{"model": [input, output]}""" : "[input, output]";
        Warn(findings, $"the environment variable '{used}' is not the JSON it should be, {expected}; it is ignored.");
        return null;
    }

    private static void Warn(Findings findings, string message) => findings.Warn(
        DiagnosticCodes.PricingInvalid,
        TextPlace.None,
        message,
        "Write prices in US dollars per 1,000 tokens, such as MODEL_PRICING='{\"gpt-4o\": [0.0025, 0.01]}'.");

    // [input, output], or with what the provider's cache costs: [input, output, read, write].
    private static TokenPrice? ToPrice(JsonElement prices)
    {
        if (prices.ValueKind != JsonValueKind.Array || prices.GetArrayLength() is not (2 or 3 or 4) || prices.EnumerateArray().Any(p => ToAmount(p) is null))
        {
            return null;
        }

        decimal[] amounts = [.. prices.EnumerateArray().Select(p => ToAmount(p)!.Value)];
        return new TokenPrice(amounts[0], amounts[1], amounts.Length > 2 ? amounts[2] : null, amounts.Length > 3 ? amounts[3] : null);
    }

    // More than a million dollars for 1,000 tokens is a mistake, and could not be multiplied.
    private static decimal? ToAmount(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
            && decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount)
            && amount is >= 0 and <= 1_000_000
            ? amount
            : null;
}
