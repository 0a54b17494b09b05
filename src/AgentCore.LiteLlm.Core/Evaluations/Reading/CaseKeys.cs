using System.Collections.Immutable;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of one of <c>cases</c>.</summary>
internal static class CaseKeys
{
    public static readonly TextKey Name = new("name", "The case's name, which no other case of the file has.")
    {
        IsRequired = true,
        Example = "names the capital",
    };

    public static readonly TextKey Prompt = new("prompt", "What is asked.") { IsRequired = true, Example = "What is the capital of France?" };

    public static readonly TextKey System = new("system", "The system message in place of the blueprint's prompt; empty sends none.");

    public static readonly TextMapKey Variables = new("variables", "The values for the places {{name}} of the system message.")
    {
        IgnoresCase = true,
    };

    public static readonly BlockListKey Conversation = new("conversation", "What was said before the prompt, oldest first.", static () => [TurnKeys.Shape]);

    public static readonly IntegerKey Repeat = new("repeat", "How often the case is run; each run is a result of its own, unless pass_rate is there.", 1, 100)
    {
        Default = 1,
    };

    public static readonly NumberKey PassRate = new("pass_rate", "The share of the runs that must pass, from 0 to 1, for the case to pass.", 0, 1)
    {
        Example = "0.9",
    };

    public static readonly TextListKey Tags = new("tags", "Words by which cases are chosen, or left out, when they are run.");

    public static readonly TextKey Skip = new("skip", "Why the case is not run for now; it is reported as skipped.");

    public static readonly BlockKey Expect = new("expect", "What must hold for the answer.", static () => ExpectKeys.Shape);

    public static readonly BlockShape Shape = new(Name, Prompt, System, Variables, Conversation, Repeat, PassRate, Tags, Skip, Expect) { IsClosed = true };

    /// <summary>Reads a case.</summary>
    /// <param name="block">The block.</param>
    /// <param name="defaults">What holds for every case.</param>
    /// <param name="judges">The judges that the file describes.</param>
    /// <returns>What it says.</returns>
    public static EvaluationCase Read(BlockReader block, CaseDefaults defaults, ImmutableArray<Judge> judges)
    {
        ImmutableDictionary<string, string>? variables = ReadVariables(block);
        Expectations expected = (block.Block(Expect, ExpectKeys.Read) ?? new Expectations([])).With(defaults.Expect);
        if (AssertionConflicts.Find(expected.Assertions) is { } conflict)
        {
            block.Findings.Error(
                DiagnosticCodes.AssertionConflict, block.PlaceOf(Expect), conflict, "Take one of them away; those of 'defaults' hold for every case too.");
        }

        string? skip = block.Text(Skip);
        return new EvaluationCase
        {
            Name = block.RequiredText(Name),
            Prompt = block.RequiredText(Prompt),
            System = block.Text(System) ?? defaults.System,
            Variables = defaults.Variables is { } shared && variables is not null ? shared.SetItems(variables) : variables ?? defaults.Variables,
            Conversation = block.Blocks(Conversation, TurnKeys.Read) is { IsEmpty: false } turns ? new AgentConversation(turns) : null,
            Repeat = block.Has(Repeat) ? block.Integer(Repeat) ?? 1 : defaults.Repeat,
            PassRate = block.Number(PassRate) ?? defaults.PassRate,
            Tags = block.Texts(Tags),
            Skip = string.IsNullOrWhiteSpace(skip) ? null : skip,
            Assertions = expected.Assertions,
            Judges = [.. expected.Judges.Select(j => j with { Judge = judges.FirstOrDefault(d => d.Name == j.Name) })],
            File = block.Findings.Source.File,
            Line = block.Mark.Line,
        };
    }

    /// <summary>Reads the variables; names are the same in any case, as in every hashtable.</summary>
    /// <param name="block">The block that may have them.</param>
    /// <returns>The variables; null when there are none.</returns>
    public static ImmutableDictionary<string, string>? ReadVariables(BlockReader block) =>
        block.Map(Variables) is { Count: > 0 } map ? map.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase) : null;
}
