using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>
/// What a program has started by now, and what that started. It is looked up while the program runs: afterwards nobody knows whose they were. Only Linux
/// tells; elsewhere there is none.
/// </summary>
internal sealed class StartedProcesses
{
    private readonly List<(int Id, string Start)> _found = [];

    private StartedProcesses()
    {
    }

    /// <summary>Finds them.</summary>
    /// <param name="id">The program's.</param>
    public static StartedProcesses Find(int id)
    {
        StartedProcesses started = new();
        if (OperatingSystem.IsLinux())
        {
            ILookup<int, (int Id, int Parent, string Start)> children = Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int one) ? Read(one) : null)
                .OfType<(int Id, int Parent, string Start)>().ToLookup(p => p.Parent);
            Queue<int> open = new([id]);
            while (open.TryDequeue(out int parent))
            {
                foreach ((int child, _, string start) in children[parent])
                {
                    started._found.Add((child, start));
                    open.Enqueue(child);
                }
            }
        }

        return started;
    }

    /// <summary>Ends those that are still there. An id that another process has got since is left alone.</summary>
    public void End()
    {
        foreach ((int id, string start) in _found.Where(f => Read(f.Id)?.Start == f.Start))
        {
            try
            {
                using Process process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It has ended by itself.
            }
        }
    }

    // The name may hold anything, brackets and blanks included; what follows it is numbers.
    private static (int Id, int Parent, string Start)? Read(int id)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields is ["Z", ..] ? null : (id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            return null;
        }
    }
}
