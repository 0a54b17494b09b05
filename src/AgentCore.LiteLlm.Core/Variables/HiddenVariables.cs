namespace AgentCore.LiteLlm.Variables;

/// <summary>
/// Takes variables out of the process's environment for a while: what runs meanwhile cannot read them, nor can a process it starts.
/// This module itself still finds them, also on other threads, and several may hide the same one at a time.
/// </summary>
internal sealed class HiddenVariables : IDisposable
{
    // The environment belongs to the whole process, and so does what is hidden from it.
    private static readonly object Gate = new();
    private static readonly Dictionary<string, (string Value, int Holders)> Hidden = new(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly List<string> _names = [];

    private HiddenVariables()
    {
    }

    /// <summary>Hides variables until the result is disposed of; those that are not set stay so.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>What gives them back.</returns>
    public static HiddenVariables Hide(IEnumerable<string> names)
    {
        HiddenVariables hiding = new();
        lock (Gate)
        {
            foreach (string name in names)
            {
                if (Hidden.TryGetValue(name, out (string Value, int Holders) known))
                {
                    Hidden[name] = known with { Holders = known.Holders + 1 };
                    hiding._names.Add(name);
                }
                else if (ProcessVariables.Read(name) is { } value)
                {
                    Hidden[name] = (value, 1);
                    hiding._names.Add(name);
                    Environment.SetEnvironmentVariable(name, null);
                }
            }
        }

        return hiding;
    }

    /// <summary>Finds a variable, hidden or not.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its value, or null when it is not set.</returns>
    public static string? Find(string name)
    {
        lock (Gate)
        {
            return Hidden.TryGetValue(name, out (string Value, int Holders) known) ? known.Value : ProcessVariables.Read(name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            foreach (string name in _names)
            {
                (string value, int holders) = Hidden[name];
                if (holders > 1)
                {
                    Hidden[name] = (value, holders - 1);
                }
                else
                {
                    Hidden.Remove(name);
                    Environment.SetEnvironmentVariable(name, value);
                }
            }

            _names.Clear();
        }
    }
}
