using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Locks;

/// <summary>
/// The file beside a blueprint that says what the agent was when it was tested: <c>agent.lock.json</c> of <c>agent.yaml</c>, and with the whole name of a file
/// of another ending, which may be beside it: <c>agent.yml.lock.json</c>. The same agent gives the same bytes.
/// </summary>
internal static class AgentLock
{
    /// <summary>The version of the form of the file.</summary>
    public const int Format = 1;

    private const string Ending = ".lock.json";
    private const int MostBytes = 4 * 1024 * 1024;
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gets the version of the module, without which nobody knows what the rest of a lock means.</summary>
    private static string Module { get; } = typeof(AgentLock).Assembly.GetName().Version!.ToString(3);

    /// <summary>Says where the lock of a blueprint is.</summary>
    /// <param name="blueprint">The full path of the blueprint.</param>
    public static string PathOf(string blueprint) =>
        (blueprint.EndsWith(".yaml", StringComparison.Ordinal) ? Path.ChangeExtension(blueprint, null) : blueprint) + Ending;

    /// <summary>Writes the text of a lock.</summary>
    /// <param name="plan">How the agent is called.</param>
    /// <param name="own">The tools that are the caller's, rather than a server's.</param>
    /// <param name="answered">The model that answered, in the endpoint's own words; null where that is not known.</param>
    /// <returns>The text; null where the blueprint is in no text.</returns>
    public static string? Write(ChatPlan plan, ImmutableArray<ToolDefinition> own, string? answered)
    {
        if (LockedAgent.Of(plan, own) is not { } agent)
        {
            return null;
        }

        JsonObject whole = new() { ["format"] = Format, ["module"] = Module, ["agent"] = agent, ["answered"] = answered };
        using JsonDocument sorted = JsonDocument.Parse(JsonCanonicalization.Write(JsonSerializer.SerializeToElement(whole)));
        return JsonSerializer.Serialize(sorted.RootElement, Indented) + "\n";
    }

    /// <summary>Holds an agent against its lock.</summary>
    /// <param name="plan">How the agent is called.</param>
    /// <param name="tools">The tools that are the caller's, rather than a server's.</param>
    /// <param name="unknown">The members of the lock that are not known now, and so are not compared.</param>
    /// <returns>The plan, which knows the model that must answer, and an error for each thing that differs.</returns>
    public static Checked<ChatPlan> Check(ChatPlan plan, ImmutableArray<ToolDefinition> tools, params string[] unknown)
    {
        Findings findings = plan.Model.Blueprint.StartFindings();
        string? path = plan.Model.Blueprint.Path;
        JsonObject? agent = LockedAgent.Of(plan, tools);
        if (path is null || agent is null)
        {
            findings.Error(DiagnosticCodes.LockNotFound, "id", "the blueprint is in no file, beside which its lock could be; nothing was sent.");
            return findings.ToChecked<ChatPlan>(null);
        }

        using JsonDocument? file = Read(PathOf(path), findings);
        if (file is null)
        {
            return findings.ToChecked<ChatPlan>(null);
        }

        JsonObject now = new() { ["format"] = Format, ["module"] = Module, ["agent"] = agent };
        JsonElement actual = JsonSerializer.SerializeToElement(now);
        LockDifference[] found =
        [
            .. LockDifference.Find(file.RootElement, actual)
                .Where(d => d.Path is not ["answered"])
                .Select(d => d.Path is ["agent", .. var inner] ? d with { Path = inner } : d)
                .Where(d => !unknown.Contains(FindMember(d.Path))),
        ];

        // The hash of all is for those who name no setting.
        bool namesSetting = found.Any(d => d.Path is ["blueprint", "settings", ..] or ["policy"]);
        foreach (LockDifference difference in found.Where(d => !namesSetting || d.Path is not ["blueprint", "hash"]))
        {
            string what = string.Join(' ', SecretShapes.Mask($"{difference}").Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

            // What a member has otherwise stands in the member's own file.
            (ChatPlan whose, string key) = FindPlace(plan, tools, difference);
            Findings own = whose.Model.Blueprint.StartFindings();
            own.Error(DiagnosticCodes.LockDiffers, key, $"the lock does not hold: {what}; nothing was sent.", "Test the agent again, and lock it anew.");
            findings.AddAll(own.ToImmutable());
        }

        return findings.ToChecked(file.RootElement.FindText("answered") is { } answered ? plan.Expect(answered) : plan);
    }

    private static (ChatPlan Whose, string Key) FindPlace(ChatPlan plan, ImmutableArray<ToolDefinition> tools, LockDifference difference) =>
        difference.Path is not ["members", var name, .. { Length: > 0 } inner] ? (plan, difference.Key)
        : LockedAgent.MembersOf(plan, tools).FirstOrDefault(m => m.Name == name) is { Plan: { } member }
            ? FindPlace(member, tools, difference with { Path = inner })
        : (plan, "multi_agent");

    // A tool or an agent may be called as a member is.
    private static string? FindMember(ReadOnlySpan<string> path) => path switch
    {
        ["members", _, .. var inner] => FindMember(inner),
        [var member, ..] => member,
        _ => null,
    };

    private static JsonDocument? Read(string path, Findings findings)
    {
        try
        {
            JsonDocument file = JsonDocument.Parse(Encoding.UTF8.GetString(InputFile.Read(path, MostBytes).Span));
            if (file.RootElement.FindWhole("format") == Format && file.RootElement.FindObject("agent") is not null)
            {
                return file;
            }

            file.Dispose();
            findings.Error(
                DiagnosticCodes.LockInvalid, "id",
                $"'{path}' is no lock of format {Format}, which this version reads; nothing was sent.", "Lock the agent anew.");
        }
        catch (JsonException)
        {
            findings.Error(DiagnosticCodes.LockInvalid, "id", $"'{path}' is no JSON, and so no lock; nothing was sent.", "Lock the agent anew.");
        }
        catch (FileException e)
        {
            findings.Error(
                DiagnosticCodes.LockNotFound, "id",
                $"there is no lock that could be read: {e.Message.TrimEnd('.')}; nothing was sent.", "Lock the agent first.");
        }

        return null;
    }
}
