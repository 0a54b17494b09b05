using System.Text;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Files with a few things wrong with them, the same ones for the same seed.</summary>
internal static class Mutant
{
#pragma warning disable CA5394 // a seed that reproduces is the point
    private static readonly string[] Pieces =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "? ", "\n", "\r", "\t", "\"", "'", "|", ">", "&a ", "*a", "!!str ", "!x ", "<<: ", "#", "%", "---\n", "...\n",
        "\0",
        "\u0085", "\u2028", "\u202E", "\uFEFF", "\\x", "\\u", "\"\\ud800\"", "${", "}", "~", "null", "1e999", ".nan", "0x", "-", "@", "`", "\uD83D\uDE00",
        "        ",
    ];

    /// <summary>Makes one from any of some files.</summary>
    /// <param name="originals">The files.</param>
    /// <param name="random">What decides.</param>
    /// <returns>The mutant.</returns>
    public static byte[] OfAny(byte[][] originals, Random random) => Of(originals[random.Next(originals.Length)], random);

    /// <summary>Makes one from a file.</summary>
    /// <param name="original">The file.</param>
    /// <param name="random">What decides.</param>
    /// <returns>The mutant.</returns>
    public static byte[] Of(byte[] original, Random random)
    {
        List<byte> bytes = [.. original];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
#pragma warning restore CA5394
}
