using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Schemas.Values;

/// <summary>The way from the whole value to the part being checked, written as a JSON path on demand.</summary>
internal sealed class InstancePath
{
    private const int Longest = 500;
    private const int End = 200;

    private readonly List<string?> _names = [];
    private readonly List<int> _indexes = [];

    public int Depth => _names.Count;

    public void Enter(string name)
    {
        _names.Add(name);
        _indexes.Add(0);
    }

    public void Enter(int index)
    {
        _names.Add(null);
        _indexes.Add(index);
    }

    public void Leave()
    {
        _names.RemoveAt(_names.Count - 1);
        _indexes.RemoveAt(_indexes.Count - 1);
    }

    public override string ToString()
    {
        StringBuilder path = new("$");
        for (int i = 0; i < _names.Count; i++)
        {
            string? name = _names[i];
            if (name is null)
            {
                path.Append(CultureInfo.InvariantCulture, $"[{_indexes[i]}]");
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
