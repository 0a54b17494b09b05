namespace AgentCore.LiteLlm.Protection.Detection.Presidio;

/// <summary>Reads what a service sends, up to a limit that no honest answer reaches.</summary>
internal static class LimitedBody
{
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Reads to the end.</summary>
    /// <exception cref="ProtectionException">There is more than the limit.</exception>
    public static async Task<byte[]> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        using MemoryStream all = new();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (all.Length + read > MostBytes)
            {
                throw new ProtectionException($"The Presidio analyzer answered with more than {MostBytes >> 20} MB.");
            }

            await all.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        return all.ToArray();
    }
}
