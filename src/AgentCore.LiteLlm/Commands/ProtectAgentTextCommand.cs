using System.Collections;
using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Takes personal data out of texts, so that Unprotect-AgentText can put it back.</summary>
[Cmdlet(VerbsSecurity.Protect, "AgentText")]
[OutputType(typeof(ProtectedText))]
public sealed class ProtectAgentTextCommand : PSCmdlet, IDisposable
{
    // An analyzer is asked for many texts at once; patterns answer at once.
    private const int MostTextsOfOneCall = 100;

    private readonly PipelineThread _thread = new();
    private readonly List<string> _waiting = [];
    private ProtectionSession? _session;
    private int _mostWaiting = 1;
    private long _done;

    /// <summary>Gets or sets the text, such as a line of a file. All texts of one pipeline share their placeholders.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string Text { get; set; } = "";

    /// <summary>
    /// Gets or sets the kinds of data to find, by Presidio's names, such as EMAIL_ADDRESS; those of Presidio's default set that can be found here when neither
    /// they nor a blueprint are given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EntityCompleter))]
    public string[]? Entity { get; set; }

    /// <summary>
    /// Gets or sets the blueprint whose <c>observability.data_protection</c> names kinds and language: an object of Import-AgentBlueprint, or a path.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public object? Blueprint { get; set; }

    /// <summary>Gets or sets the language of the texts, as a code such as <c>de</c>; the blueprint's, else <c>en</c>, when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Language { get; set; }

    /// <summary>
    /// Gets or sets what is done with what is found: Replace, Mask, Hash, Redact, Block or Keep, or a hashtable of kinds and actions in which <c>*</c> stands
    /// for the rest; Replace when not given.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ProtectionActionCompleter))]
    public object? Action { get; set; }

    /// <summary>Gets or sets the lowest score that counts, from 0 to 1; 0.4 when not given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double? Threshold { get; set; }

    /// <summary>Gets or sets terms that stay although they are found, written exactly as in the text.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AllowList { get; set; } = [];

    /// <summary>Gets or sets kinds of data of your own: a hashtable of names in capitals and regular expressions, which run without backtracking.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Pattern { get; set; }

    /// <summary>
    /// Gets or sets the address of a Presidio analyzer, for kinds that need a language model; the one that PRESIDIO_ANALYZER_API_BASE holds when not given.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? PresidioAnalyzerUri { get; set; }

    /// <summary>Gets or sets the kinds that stay where nothing can find them; <c>*</c> stands for all. Without it they are an error.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EntityCompleter))]
    public string[] AllowUnprotectedEntity { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        DataProtectionBlock block = ReadBlock();
        ProtectionOptions options = new()
        {
            Threshold = Threshold,
            AllowList = [.. AllowList],
            Patterns = ProtectionArguments.ToPatterns(Pattern),
            AnalyzerUri = PresidioAnalyzerUri,
            AllowUnprotected = Entity is null && Blueprint is null ? [ProtectionOptions.Every] : [.. AllowUnprotectedEntity],
        };
        if (ProtectionArguments.ReadActions(Action, options, out string? problem) is not { } wanted)
        {
            ThrowTerminatingError(ErrorRecords.ProtectionArgumentInvalid($"-Action: {problem}"));
            return;
        }

        ImmutableArray<string> kinds = [.. Entity ?? [.. block.PresidioEntities]];
        Checked<ProtectionPolicy> choice = ProtectionChoice.Make(kinds, Language ?? block.PresidioLanguage, wanted, new ProcessVariables());
        if (choice.Value is not { } policy)
        {
            ThrowTerminatingError(ErrorRecords.ProtectionUnavailable(choice.Diagnostics[0]));
            return;
        }

        if (!policy.Unprotected.IsEmpty)
        {
            this.Tell($"Not looked for, because no analyzer is named: {string.Join(", ", policy.Unprotected)}.");
        }

        _session = new ProtectionSession(policy);
        _mostWaiting = policy.UsesService ? MostTextsOfOneCall : 1;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _waiting.Add(Text);
        if (_waiting.Count == _mostWaiting)
        {
            Protect();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Protect();

    /// <inheritdoc/>
    protected override void StopProcessing() => _thread.Stop();

    /// <inheritdoc/>
    public void Dispose() => _thread.Dispose();

    private void Protect()
    {
        ImmutableArray<string> texts = [.. _waiting];
        _waiting.Clear();
        try
        {
            foreach (ProtectedText text in _thread.Await(token => _session!.ProtectAsync(texts, token).AsTask()))
            {
                WriteObject(text);
            }
        }
        catch (Exception e) when (e is ProtectionException or ProtectionBlockedException)
        {
            WriteError(ErrorRecords.TextNotProtected(e, texts.Length == 1 ? $"text {_done + 1}" : $"texts {_done + 1} to {_done + texts.Length}"));
        }

        _done += texts.Length;
    }

    private DataProtectionBlock ReadBlock()
    {
        BlueprintSource source = new(this, new FindingWriter(this, ErrorEnds.Pipeline));
        AgentBlueprint[] blueprints = Blueprint is null ? [] : [.. source.Read(Blueprint)];
        if (blueprints.Length > 1)
        {
            ThrowTerminatingError(ErrorRecords.NotOneBlueprint($"{Blueprint}", blueprints.Length));
        }

        return blueprints is [{ Observability.DataProtection: { } block }] ? block : new DataProtectionBlock();
    }
}
