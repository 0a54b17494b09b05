namespace AgentCore.LiteLlm.Terminal;

/// <summary>Something that was typed. The set is closed.</summary>
internal abstract record EditKey
{
    private EditKey()
    {
    }

    /// <summary>Text that was typed, or pasted in one piece.</summary>
    /// <param name="Value">The text; lines are parted by line feeds.</param>
    public sealed record Text(string Value) : EditKey;

    /// <summary>A key that does something.</summary>
    /// <param name="Value">What it does.</param>
    public sealed record Command(EditCommand Value) : EditKey;
}
