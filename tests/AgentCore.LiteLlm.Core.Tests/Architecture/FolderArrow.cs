namespace AgentCore.LiteLlm.Tests.Architecture;

/// <summary>A place where a file of one folder names another folder.</summary>
/// <param name="From">The folder of the file.</param>
/// <param name="To">The folder that it names.</param>
/// <param name="Place">The file and its line: <c>Json/JsonMembers.cs:12</c>.</param>
/// <param name="Line">What stands there.</param>
internal sealed record FolderArrow(string From, string To, string Place, string Line)
{
    public override string ToString() => $"{Place}: {From} -> {To}: {Line}";
}
