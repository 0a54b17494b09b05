using System.Collections;
using System.Text.Json;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Turns a call's JSON into what PowerShell's binder takes.</summary>
internal static class ToolArguments
{
    /// <summary>Makes the arguments to splat.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">The JSON object.</param>
    /// <returns>Values by parameter; what conversion they still need is the binder's to do.</returns>
    public static Hashtable ToSplat(AgentTool tool, JsonElement arguments)
    {
        Hashtable splat = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            ToolParameter? parameter = tool.Parameters.FirstOrDefault(p => p.Name == argument.Name);
            if (parameter is not null)
            {
                splat[parameter.Name] = ToValue(argument.Value, WantsDictionary(parameter.Type));
            }
        }

        return splat;
    }

    /// <summary>
    /// Adds what the model does not ask for: whoever approved the call is not asked again, and where nobody can be asked nothing hangs.
    /// </summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Values by parameter.</param>
    /// <returns>What the command is called with.</returns>
    public static Hashtable Unasked(AgentTool tool, Hashtable arguments) => tool.SupportsShouldProcess
        ? new Hashtable(arguments, StringComparer.OrdinalIgnoreCase) { ["Confirm"] = false }
        : arguments;

    /// <summary>Makes of the arguments of a server's tool what approvals look at; the server gets the JSON itself.</summary>
    /// <param name="arguments">The JSON object.</param>
    /// <returns>Values by name.</returns>
    public static Hashtable ToTable(JsonElement arguments)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            table[argument.Name] = ToValue(argument.Value, wantsDictionary: false);
        }

        return table;
    }

    // A hashtable cannot be made of any other object.
    private static bool WantsDictionary(Type type) => typeof(IDictionary).IsAssignableFrom(TypeWords.ItemOf(type) is { } item && type.IsArray ? item : type);

    private static object? ToValue(JsonElement json, bool wantsDictionary)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when wantsDictionary:
                Hashtable table = new(StringComparer.OrdinalIgnoreCase);
                foreach (JsonProperty property in json.EnumerateObject())
                {
                    table[property.Name] = ToValue(property.Value, wantsDictionary: true);
                }

                return table;
            case JsonValueKind.Array when wantsDictionary:
                return json.EnumerateArray().Select(v => ToValue(v, wantsDictionary: true)).ToArray();
            default:
                return OutputTree.ToObject(json);
        }
    }
}
