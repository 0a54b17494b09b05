using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Memories;

/// <summary>
/// A folder of memories: a file for each agent and actor, one for what all actors of an agent share, and one that is the same for all of them. No name of
/// anybody is the name of a file. Files are replaced as a whole, and whoever changes one holds the lock of the folder, so that nobody's change is lost.
/// </summary>
/// <param name="folder">The full path of the folder; it need not be there.</param>
/// <param name="key">What seals what is kept; null leaves it in clear.</param>
/// <param name="time">The clock.</param>
internal sealed class MemoryStore(string folder, SealingKey? key, TimeProvider time)
{
    /// <summary>The name of the folder in that of a session.</summary>
    public const string FolderName = "memory";

    private const string HeadName = "memory.json";
    private const string LockName = "lock";
    private const int MostBytes = 64 * 1024 * 1024;
    private const int NameLength = 16;
    private const byte SealVersion = 1;
    private const int MostTries = 1_500;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    // An escape takes six bytes where a letter of another script takes two or three.
    private static readonly MemoryJson Written =
        new(new JsonSerializerOptions(MemoryJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static ReadOnlySpan<byte> Magic => "AGENTMEM"u8;

    /// <summary>Finds the files.</summary>
    /// <returns>Their full paths, in a fixed order; none where nothing is kept.</returns>
    /// <exception cref="FileException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Find()
    {
        try
        {
            return !Directory.Exists(folder) ? []
                : [.. Directory.EnumerateFiles(folder, "*.json").Where(p => Path.GetFileName(p) != HeadName).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(folder, e);
        }
    }

    /// <summary>Reads what is remembered for an owner.</summary>
    /// <param name="owner">The owner.</param>
    /// <returns>What is remembered; nothing where nothing is kept.</returns>
    /// <exception cref="MemoryException">It cannot be used.</exception>
    /// <exception cref="FileException">It cannot be read.</exception>
    public MemoryContent Read(MemoryOwner owner) =>
        (FindNames() is { } names ? ReadOwn(PathOf(names, owner), owner) : null) ?? new MemoryContent { Actor = owner.Actor };

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>Whose it is, and what it holds; null where it is gone.</returns>
    /// <exception cref="MemoryException">It cannot be used.</exception>
    /// <exception cref="FileException">It cannot be read.</exception>
    public (string Agent, MemoryContent Content)? ReadFile(string path)
    {
        FindNames();
        return ReadState(path) is { } state ? (state.Agent, Open(path, state)) : null;
    }

    /// <summary>Says whose agent's a file is, which needs no key.</summary>
    /// <param name="path">Its full path.</param>
    /// <returns>The agent's id; null where the file is gone.</returns>
    /// <exception cref="MemoryException">It is no such file.</exception>
    /// <exception cref="FileException">It cannot be read.</exception>
    public static string? AgentOf(string path) => ReadState(path)?.Agent;

    /// <summary>Changes what is remembered for an owner.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="change">Makes the new of the old; the same is not written.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    /// <exception cref="MemoryException">It cannot be used.</exception>
    /// <exception cref="FileException">It cannot be read or written.</exception>
    public async Task ChangeAsync(MemoryOwner owner, Func<MemoryContent, MemoryContent> change, CancellationToken cancellationToken)
    {
        using IDisposable held = await LockAsync(cancellationToken).ConfigureAwait(false);
        byte[]? names = FindNames();
        MemoryContent before = (names is null ? null : ReadOwn(PathOf(names, owner), owner)) ?? new MemoryContent { Actor = owner.Actor };
        MemoryContent after = change(before);
        if (!ReferenceEquals(after, before))
        {
            Replace(PathOf(names ?? Begin(), owner), owner.Agent, after);
        }
    }

    /// <summary>Changes a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="change">Makes the new of the old; the same is not written.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    /// <exception cref="MemoryException">It cannot be used.</exception>
    /// <exception cref="FileException">It cannot be read or written.</exception>
    public async Task ChangeFileAsync(string path, Func<MemoryContent, MemoryContent> change, CancellationToken cancellationToken)
    {
        using IDisposable held = await LockAsync(cancellationToken).ConfigureAwait(false);
        RemoveDrafts();
        if (ReadFile(path) is { } found && change(found.Content) is var after && !ReferenceEquals(after, found.Content))
        {
            Replace(path, found.Agent, after);
        }
    }

    /// <summary>Removes a file, whatever it holds, which needs no key; with the last one goes what is the same for all.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="cancellationToken">Ends the wait for others.</param>
    /// <exception cref="MemoryException">Others write all the time.</exception>
    /// <exception cref="FileException">It cannot be removed.</exception>
    public async Task RemoveFileAsync(string path, CancellationToken cancellationToken)
    {
        using IDisposable held = await LockAsync(cancellationToken).ConfigureAwait(false);
        Delete(path);
    }

    private static MemoryState? ReadState(string path)
    {
        if (TryRead(path) is not { } bytes)
        {
            return null;
        }

        MemoryState state = Parse(bytes.Span, MemoryJson.Default.MemoryState) ?? throw Invalid(path, "it is no JSON of a memory");
        CheckVersion(path, state.Version);
        return state.Agent is null || (state.Content is null) == (state.Sealed is null) ? throw Invalid(path, "it lacks what every memory has") : state;
    }

    private static void CheckVersion(string path, int version)
    {
        if (version is < 1 or > MemoryState.Current)
        {
            string why = string.Create(CultureInfo.InvariantCulture, $"it is of version {version}, and this module reads version {MemoryState.Current}");
            throw Invalid(path, why);
        }
    }

    private static ReadOnlyMemory<byte>? TryRead(string path)
    {
        try
        {
            return InputFile.Read(path, MostBytes);
        }
        catch (FileException e) when (e.Problem == FileProblem.NotFound)
        {
            return null;
        }
    }

    private string PathOf(byte[] names, MemoryOwner owner)
    {
        string actor = owner.Actor is null ? "all" : $"one:{owner.Actor}";
        string whose = string.Create(CultureInfo.InvariantCulture, $"{owner.Agent.Length}:{owner.Agent}:{actor}");
        byte[] name = HMACSHA256.HashData(names, Encoding.UTF8.GetBytes(whose));
        return Path.Combine(folder, $"{Convert.ToHexStringLower(name.AsSpan(0, NameLength))}.json");
    }

    private byte[]? FindNames()
    {
        string path = Path.Combine(folder, HeadName);
        if (TryRead(path) is not { } bytes)
        {
            return null;
        }

        MemoryHead head = Parse(bytes.Span, MemoryJson.Default.MemoryHead) ?? throw Invalid(path, "it is no JSON of a memory");
        CheckVersion(path, head.Version);
        if (head is { Names: { Length: > 0 } names, Sealed: null })
        {
            return key is null ? names : throw new MemoryException(
                MemoryProblem.NotEncrypted, $"What is remembered in '{folder}' is in clear, and a key was given: nothing would encrypt what is there.");
        }

        return head is { Names: null, Sealed: { } box }
            ? Open(path, box, HeadOf(head))
            : throw Invalid(path, "it lacks what every memory has");
    }

    private byte[] Begin()
    {
        byte[] names = RandomNumberGenerator.GetBytes(32);
        MemoryHead head = new() { Version = MemoryState.Current };
        head = key is null ? head with { Names = names } : head with { Sealed = key.Seal(Magic, SealVersion, names, HeadOf(head)) };
        Write(Path.Combine(folder, HeadName), JsonSerializer.SerializeToUtf8Bytes(head, Written.MemoryHead));
        return names;
    }

    private MemoryContent? ReadOwn(string path, MemoryOwner owner)
    {
        if (ReadState(path) is not { } state)
        {
            return null;
        }

        MemoryContent content = Open(path, state);
        return state.Agent == owner.Agent && content.Actor == owner.Actor ? content : throw Invalid(path, "it is somebody else's");
    }

    private MemoryContent Open(string path, MemoryState state)
    {
        MemoryContent? content = state.Content;
        if (content is not null && key is not null)
        {
            // Whoever cannot seal can still write in clear: a key that lets this pass protects nothing.
            throw new MemoryException(
                MemoryProblem.NotEncrypted, $"What '{path}' holds is in clear, and a key was given: it was kept without one, or the file was changed.");
        }

        if (state.Sealed is { } box)
        {
            byte[] plain = Open(path, box, HeadOf(state));
            content = Parse(plain, MemoryJson.Default.MemoryContent);
            CryptographicOperations.ZeroMemory(plain);
        }

        bool isSound = content is { Exchanges.IsDefault: false, Memories.IsDefault: false }
            && content.Exchanges.All(e => e is { Id: not null, Session: not null, Prompt: not null, Answer: not null })
            && content.Memories.All(m => m is { Id: not null, Namespace: not null, Strategy: not null, Actor: not null, Session: not null, Text: not null });
        return isSound ? content! : throw Invalid(path, "what it holds contradicts itself");
    }

    private byte[] Open(string path, byte[] box, byte[] beside)
    {
        if (key is null)
        {
            throw new MemoryException(MemoryProblem.KeyRequired, $"What is remembered in '{folder}' is encrypted, and no key was given.");
        }

        if (!SealingKey.IsSealed(box, Magic) || SealingKey.VersionOf(box) != SealVersion)
        {
            throw Invalid(path, "what it holds is not sealed as this module seals it");
        }

        try
        {
            return key.Open(box, beside);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new MemoryException(MemoryProblem.KeyWrong, $"The key is not the one of the memory in '{folder}', or its file was changed.");
        }
    }

    private void Replace(string path, string agent, MemoryContent after)
    {
        if (after.IsEmpty)
        {
            Delete(path);
            return;
        }

        byte[] bytes = ToBytes(agent, after);
        while (bytes.Length > MostBytes && !after.Exchanges.IsEmpty)
        {
            int over = (int)((long)after.Exchanges.Length * (bytes.Length - MostBytes) / bytes.Length);
            after = MemoryLimits.RemoveOldest(after, Math.Max(over, 1));
            bytes = ToBytes(agent, after);
        }

        Write(path, bytes);
    }

    private byte[] ToBytes(string agent, MemoryContent content)
    {
        MemoryState state = new() { Version = MemoryState.Current, Agent = agent };
        if (key is null)
        {
            state = state with { Content = content };
        }
        else
        {
            byte[] plain = JsonSerializer.SerializeToUtf8Bytes(content, Written.MemoryContent);
            state = state with { Sealed = key.Seal(Magic, SealVersion, plain, HeadOf(state)) };
            CryptographicOperations.ZeroMemory(plain);
        }

        return JsonSerializer.SerializeToUtf8Bytes(state, Written.MemoryState);
    }

    private void Delete(string path)
    {
        RemoveDrafts();
        try
        {
            File.Delete(path);
            if (Find().Count == 0)
            {
                File.Delete(Path.Combine(folder, HeadName));
            }
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(path, e);
        }
    }

    // A process that was killed while it wrote left a draft of what is deleted here. Whoever holds the lock is the only one who writes: no draft is in use.
    private void RemoveDrafts()
    {
        try
        {
            foreach (string draft in Directory.EnumerateFiles(folder, OutputFile.DraftPattern))
            {
                File.Delete(draft);
            }
        }
        catch (Exception e) when (FileException.IsAbout(e))
        {
            throw FileException.Of(folder, e);
        }
    }

    private async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, LockName);
        OutputFile.MakeFolder(path);
        for (int tries = 1; ; tries++)
        {
            try
            {
                return OutputFile.OpenToAdd(path);
            }
            catch (FileException e) when (e.Problem == FileProblem.InUse)
            {
                if (tries == MostTries)
                {
                    throw new MemoryException(MemoryProblem.InUse, $"Other processes keep writing to '{folder}'.");
                }

                await Task.Delay(BetweenTries, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        if (bytes.Length > MostBytes)
        {
            throw new FileException(path, FileProblem.TooLarge, $"cannot take a memory of more than {MostBytes >> 20} MiB.");
        }

        OutputFile.Write(path, file => file.Write(bytes), overwrites: true, isPrivate: true);
    }

    // What stands in clear belongs to what is sealed: neither can be changed alone. What was sealed opens by these very bytes, so they stay as they are.
    private static byte[] HeadOf(MemoryState state) =>
        JsonSerializer.SerializeToUtf8Bytes(state with { Content = null, Sealed = null }, MemoryJson.Default.MemoryState);

    private static byte[] HeadOf(MemoryHead head) =>
        JsonSerializer.SerializeToUtf8Bytes(head with { Names = null, Sealed = null }, MemoryJson.Default.MemoryHead);

    private static T? Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static MemoryException Invalid(string path, string why) => new(MemoryProblem.Invalid, $"'{path}' is no memory that can be used: {why}.");
}
