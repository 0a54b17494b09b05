namespace AgentCore.LiteLlm.Files;

/// <summary>A file of lines that is added to: one of the same kind, so that a wrong path costs nobody a file.</summary>
internal static class LineFile
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Goes to the end of a file, where the next line begins.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="file">The file, at its start; it is disposed of where it cannot be added to.</param>
    /// <param name="start">What a line of its kind begins with.</param>
    /// <param name="otherwise">What a file is that begins otherwise, as the end of a sentence that begins with the path.</param>
    /// <exception cref="FileException">It is of another kind, or cannot be read.</exception>
    public static void GoToEnd(string path, Stream file, ReadOnlySpan<byte> start, string otherwise)
    {
        try
        {
            Span<byte> head = stackalloc byte[start.Length];
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            if (!start.StartsWith(head))
            {
                throw new FileException(path, FileProblem.Malformed, otherwise);
            }

            EndLine(file);
        }
        catch (Exception e) when (e is not FileException && FileException.IsAbout(e))
        {
            file.Dispose();
            throw FileException.Of(path, e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Half a line, from a process that was ended, would spoil the next one.
    private static void EndLine(Stream file)
    {
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != LineEnd)
            {
                file.WriteByte(LineEnd);
            }
        }
    }
}
