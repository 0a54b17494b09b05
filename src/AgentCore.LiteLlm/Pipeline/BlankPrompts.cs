using System.Globalization;
using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The blank prompts of a pipeline, as the empty lines of a file are: each is passed over, and all are told of once.</summary>
/// <param name="cmdlet">The cmdlet that is given them.</param>
internal sealed class BlankPrompts(PSCmdlet cmdlet)
{
    private int _count;

    /// <summary>Ends the pipeline where the prompt that is given once, as a parameter, is blank.</summary>
    public void CheckGiven()
    {
        if (cmdlet.MyInvocation.BoundParameters.TryGetValue("Prompt", out object? given) && string.IsNullOrWhiteSpace(given as string))
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.PromptBlank());
        }
    }

    /// <summary>Says whether a prompt is to be passed over.</summary>
    /// <param name="prompt">The prompt.</param>
    public bool Take(string prompt)
    {
        bool isBlank = string.IsNullOrWhiteSpace(prompt);
        _count += isBlank ? 1 : 0;
        return isBlank;
    }

    /// <summary>Warns of those that were passed over.</summary>
    public void Tell()
    {
        if (_count > 0)
        {
            string what = _count == 1 ? "A blank prompt was" : string.Create(CultureInfo.InvariantCulture, $"{_count} blank prompts were");
            cmdlet.Warn($"{what} passed over, and nothing was sent for {(_count == 1 ? "it" : "them")}.");
        }
    }
}
