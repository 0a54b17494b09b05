using System.Text;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Writes whole files: whoever looks sees the old one or the new one, never half of it.</summary>
internal static class NewFile
{
    /// <summary>Writes a file as UTF-8 without a byte order mark, and makes the folders on the way to it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="overwrites">Whether a file that is there is replaced; else it is an <see cref="IOException"/>.</param>
    /// <exception cref="IOException">The file is there, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to, or a folder stands in the file's place.</exception>
    public static void Write(string path, string text, bool overwrites)
    {
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        string draft = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            File.WriteAllText(draft, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            File.Move(draft, path, overwrites);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
