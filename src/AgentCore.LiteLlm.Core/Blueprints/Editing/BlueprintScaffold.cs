using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Editing;

/// <summary>Writes a new blueprint: what the draft says, explained in the words of the definitions, with what else there is as comments.</summary>
internal sealed class BlueprintScaffold
{
    private const int Width = 120;

    private readonly StringBuilder _text = new();

    private BlueprintScaffold()
    {
    }

    /// <summary>Writes a blueprint.</summary>
    /// <param name="draft">What it shall say.</param>
    /// <returns>YAML with line feeds, one at its end.</returns>
    public static string Write(BlueprintDraft draft)
    {
        BlueprintScaffold scaffold = new();
        scaffold._text.Append(CultureInfo.InvariantCulture, $"# yaml-language-server: $schema={draft.Schema}\n");
        scaffold.WriteTop(draft);
        scaffold.WriteModel(draft);
        scaffold.WriteRest();
        return scaffold._text.ToString();
    }

    private void WriteTop(BlueprintDraft draft)
    {
        Key(BlueprintKeys.Id, "", YamlWriting.ToScalar(draft.Id));
        Key(BlueprintKeys.Name, "", YamlWriting.ToScalar(draft.Name));
        Key(BlueprintKeys.Version, "", "\"1.0.0\"");
        if (draft.Description.Length > 0)
        {
            Key(BlueprintKeys.Description, "", YamlWriting.ToScalar(draft.Description));
        }

        Key(BlueprintKeys.PromptRef, "", YamlWriting.ToScalar(draft.PromptRef), "Its text is prompts/<prompt_ref>.md beside this file.");
    }

    private void WriteModel(BlueprintDraft draft)
    {
        Key(BlueprintKeys.Model, "");
        Key(ModelKeys.Provider, "  ", "litellm");
        Key(ModelKeys.ModelId, "  ", YamlWriting.ToScalar(draft.ModelId));
        Key(ModelKeys.Temperature, "  ", draft.Temperature.ToString(CultureInfo.InvariantCulture));
        Key(ModelKeys.MaxTokens, "  ", draft.MaxTokens.ToString(CultureInfo.InvariantCulture));
        Key(
            ModelKeys.BaseUrl, draft.BaseUrl.Length > 0 ? "  " : "  # ",
            YamlWriting.ToScalar(draft.BaseUrl.Length > 0 ? draft.BaseUrl : "http://localhost:4000"));
        Key(ModelKeys.ApiKeyEnv, draft.ApiKeyEnv is null ? "  # " : "  ", YamlWriting.ToScalar(draft.ApiKeyEnv ?? "LITELLM_API_KEY"));
        if (draft.ExtraHeadersEnv.IsEmpty)
        {
            Key(ModelKeys.ExtraHeadersEnv, "  # ");
            Line("  #   X-Team: TEAM_NAME");
            return;
        }

        Key(ModelKeys.ExtraHeadersEnv, "  ");
        foreach ((string header, string variable) in draft.ExtraHeadersEnv)
        {
            Line($"    {YamlWriting.ToScalar(header)}: {YamlWriting.ToScalar(variable)}");
        }
    }

    private void WriteRest()
    {
        Key(BlueprintKeys.Observability, "");
        Key(ObservabilityKeys.DataProtection, "  ");
        Key(DataProtectionKeys.Provider, "    ", "none");
        Key(BlueprintKeys.Runtime, "# ");
        Key(RuntimeKeys.MaxIterations, "#   ", "5");
        Key(RuntimeKeys.MaxExecutionTime, "#   ", "120");
        Key(BlueprintKeys.ExecutionModes, "# ");
        Key(ExecutionModesKeys.Simulation, "#   ", "true");
        Key(ExecutionModesKeys.Staging, "#   ", "false");
        Key(ExecutionModesKeys.Production, "#   ", "false");
    }

    // A description that belongs to a key in a comment is indented like it, so that taking the '# ' away leaves sound YAML.
    private void Key(BlueprintKey key, string before, string? value = null, string? more = null)
    {
        string indent = before.Replace("# ", "", StringComparison.Ordinal);
        bool isTop = before.Length == 0 || before == "# ";
        if (isTop)
        {
            _text.Append('\n');
        }

        string margin = before.StartsWith('#') ? "#" + (isTop ? " " : "   # ") : indent.Replace('#', ' ') + "# ";
        foreach (string line in Wrap(more is null ? key.Description : $"{key.Description} {more}", Width - margin.Length))
        {
            Line(margin + line);
        }

        Line($"{before}{key.Name}:{(value is null ? "" : " " + value)}");
    }

    private void Line(string line) => _text.Append(line).Append('\n');

    private static IEnumerable<string> Wrap(string text, int width)
    {
        StringBuilder line = new();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
