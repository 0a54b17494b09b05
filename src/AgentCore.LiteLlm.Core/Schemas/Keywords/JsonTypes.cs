namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>The types that <c>type</c> can name, in the order in which messages list them.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Object = 1,
    Array = 2,
    String = 4,
    Integer = 8,
    Number = 16,
    Boolean = 32,
    Null = 64,
}
