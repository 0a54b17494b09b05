using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

public sealed class SchemaNumberTests
{
    [Theory]
    [InlineData("""{"const":9007199254740993}""", "9007199254740993", true)]
    [InlineData("""{"const":9007199254740993}""", "9007199254740992", false)]
    [InlineData("""{"maximum":9007199254740992}""", "9007199254740993", false)]
    [InlineData("""{"minimum":-9007199254740992}""", "-9007199254740993", false)]
    [InlineData("""{"exclusiveMinimum":0.1}""", "0.1000000000000000000000000000001", true)]
    [InlineData("""{"exclusiveMinimum":0.1}""", "0.10000", false)]
    [InlineData("""{"const":0}""", "-0.0e5", true)]
    [InlineData("""{"enum":[100]}""", "1e2", true)]
    [InlineData("""{"const":[1,{"a":0.5}]}""", """[1.0,{"a":5e-1}]""", true)]
    [InlineData("""{"uniqueItems":true}""", "[1,1.0]", false)]
    [InlineData("""{"uniqueItems":true}""", "[1,true,\"1\",0,false]", true)]
    [InlineData("""{"type":"integer"}""", "1.0", true)]
    [InlineData("""{"type":"integer"}""", "10.5e1", true)]
    [InlineData("""{"type":"integer"}""", "1e400", true)]
    [InlineData("""{"type":"integer"}""", "1e-400", false)]
    [InlineData("""{"type":"integer"}""", "123456789012345678901234567890", true)]
    [InlineData("""{"maximum":1e399}""", "1e400", false)]
    [InlineData("""{"minimum":1e399}""", "1e400", true)]
    [InlineData("""{"maximum":1e-399}""", "1e-400", true)]
    [InlineData("""{"multipleOf":0.01}""", "19.99", true)]
    [InlineData("""{"multipleOf":0.0001}""", "0.00751", false)]
    [InlineData("""{"multipleOf":1e-8}""", "12391239123", true)]
    [InlineData("""{"multipleOf":0.123456789}""", "1e308", false)]
    [InlineData("""{"multipleOf":2.5}""", "-7.5", true)]
    [InlineData("""{"multipleOf":7}""", "0", true)]
    [InlineData("""{"multipleOf":10}""", "25", false)]
    [InlineData("""{"multipleOf":3}""", "111111111111111111111111111111", true)]
    [InlineData("""{"multipleOf":3}""", "111111111111111111111111111112", false)]
    [InlineData("""{"multipleOf":7}""", "1e1000000000", false)]
    [InlineData("""{"multipleOf":8}""", "1e1000000000", true)]
    [InlineData("""{"type":"integer","maximum":1}""", "-1e1000000000", true)]
    [InlineData("""{"maximum":1e1000000000000000000000}""", "1e1000000000000000000001", false)]
    [InlineData("""{"const":1e99999999999999999999999999999999999999999}""", "1", false)]
    [InlineData("""{"minLength":1e400}""", "\"a\"", false)]
    [InlineData("""{"maxLength":1e400}""", "\"a\"", true)]
    public void Numbers_are_compared_by_every_digit(string schema, string instance, bool expected) =>
        Assert.Equal(expected, SchemaText.Fits(schema, instance));
}
