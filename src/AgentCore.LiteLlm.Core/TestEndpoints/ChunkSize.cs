using System.Globalization;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>The line before a chunk of a request's body.</summary>
internal static class ChunkSize
{
    public static EndpointError? Read(string line, int largest, out int size)
    {
        string digits = line.Split(';')[0].TrimEnd(' ', '\t');
        size = 0;
        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong length))
        {
            return EndpointError.BadRequest("A chunk of the body does not say how long it is.");
        }

        if (length > (ulong)largest)
        {
            return RequestHead.TooLarge();
        }

        size = (int)length;
        return null;
    }
}
