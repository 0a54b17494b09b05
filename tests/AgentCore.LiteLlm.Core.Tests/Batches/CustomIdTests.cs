using AgentCore.LiteLlm.Batches;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

public sealed class CustomIdTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("a")]
    [InlineData("Order_17-b")]
    [InlineData("123456789012345678901234567890123456789012345678")]
    public void A_name_is_read_as_it_was_written(string? id)
    {
        CustomId name = new(CustomId.NewMark(), 49_999, id);

        Assert.Equal(name, CustomId.Find(name.ToString()));
        Assert.InRange(name.ToString().Length, 1, 64);
        Assert.Matches("^[A-Za-z0-9_-]+$", name.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("request-1")]
    [InlineData("0a1b2c3d")]
    [InlineData("0a1b2c3d-00000")]
    [InlineData("0A1B2C3D-000000")]
    [InlineData("0a1b2c3d-000000-")]
    [InlineData("0a1b2c3d-000000x")]
    [InlineData("0a1b2c3d-00000x")]
    [InlineData("0a1b2c3d-+00001")]
    [InlineData("0a1b2c3d-000000-a b")]
    [InlineData("0a1b2c3d-000000-1234567890123456789012345678901234567890123456789")]
    public void What_we_did_not_write_is_no_name(string text) => Assert.Null(CustomId.Find(text));
}
