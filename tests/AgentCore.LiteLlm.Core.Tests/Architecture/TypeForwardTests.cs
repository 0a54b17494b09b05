using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Architecture;

public sealed class TypeForwardTests
{
    [Fact]
    public void Scripts_can_name_every_public_type_of_the_core()
    {
        string[] lines = File.ReadAllLines(Repository.PathTo("src/AgentCore.LiteLlm.Loader/TypeForwards.cs"));

        string[] missing = [.. typeof(AgentReply).Assembly.GetExportedTypes().Where(t => !t.IsNested).Select(ToLine).Except(lines)];

        Assert.True(missing.Length == 0, $"TypeForwards.cs lacks:\n{string.Join('\n', missing)}");
    }

    private static string ToLine(Type type)
    {
        string name = type.FullName!.Split('`')[0] + (type.IsGenericType ? $"<{new string(',', type.GetGenericArguments().Length - 1)}>" : "");
        return $"[assembly: TypeForwardedTo(typeof({name}))]";
    }
}
