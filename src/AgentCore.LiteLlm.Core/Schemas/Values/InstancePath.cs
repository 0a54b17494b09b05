using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Schemas.Values;

/// <summary>The way from the whole value to the part being checked, written as a JSON path on demand.</summary>
internal sealed class InstancePath
{
    private const int Longest = 500;
    private const int End = 200;

    private readonly List<(string? Name, int Index)> _steps = [];

    public int Depth => _steps.Count;

    public void Enter(string name) => _steps.Add((name, 0));

    public void Enter(int index) => _steps.Add((null, index));

    public void Leave() => _steps.RemoveAt(_steps.Count - 1);

    public override string ToString()
    {
        StringBuilder path = new("$");
        foreach ((string? name, int index) in _steps)
        {
            if (name is null)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else if (IsPlain(name))
            {
                path.Append('.').Append(name);
            }
            else
            {
                path.Append("['").Append(Escaped(name)).Append("']");
            }
        }

        return path.Length <= Longest ? path.ToString() : $"{path.ToString(0, End)}…{path.ToString(path.Length - End, End)}";
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && name.Length <= Longest && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Escaped(string name)
    {
        StringBuilder escaped = new();
        foreach (char c in name)
        {
            _ = c switch
            {
                '\'' or '\\' => escaped.Append('\\').Append(c),
                _ when char.IsControl(c) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
