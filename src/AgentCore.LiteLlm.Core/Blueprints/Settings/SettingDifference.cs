using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints.Settings;

/// <summary>A setting that one blueprint has otherwise than another.</summary>
/// <param name="Path">Its path: entries of lists by what names them, as in <c>tools[billing].tools</c>.</param>
/// <param name="Pattern">The path without names, as in <c>tools[].tools</c>, by which it is known what the setting means.</param>
/// <param name="Old">What it was; null where it was not there.</param>
/// <param name="New">What it is; null where it is not there.</param>
internal sealed record SettingDifference(string Path, string Pattern, Setting? Old, Setting? New)
{
    /// <summary>Finds every difference; a block that is in one of the two only is one difference.</summary>
    /// <param name="old">The one.</param>
    /// <param name="now">The other.</param>
    /// <returns>The differences, in the order of the paths.</returns>
    public static IReadOnlyList<SettingDifference> Find(Setting.Group old, Setting.Group now)
    {
        List<SettingDifference> found = [];
        Compare("", "", old, now, found);
        return found;
    }

    /// <summary>Gives what a difference as a whole is made of: what the block says beyond defaults.</summary>
    /// <returns>A difference for each setting in it; none for a single value.</returns>
    public IReadOnlyList<SettingDifference> FindParts()
    {
        List<SettingDifference> found = [];
        Setting.Group? shape = Old as Setting.Group ?? New as Setting.Group;
        if (shape is not null)
        {
            CompareMembers(this, shape.Form, (Old as Setting.Group)?.Members, (New as Setting.Group)?.Members, found);
        }

        return found;
    }

    private static void Compare(string path, string pattern, Setting? old, Setting? now, List<SettingDifference> found)
    {
        SettingDifference whole = new(path, pattern, old, now);
        switch (old, now)
        {
            case (Setting.Value before, Setting.Value after):
                if (!before.IsSame(after))
                {
                    found.Add(whole);
                }

                break;
            case (Setting.Group before, Setting.Group after):
                CompareMembers(whole, before.Form, before.Members, after.Members, found);
                break;
            case (Setting.Group { Form: not SettingForm.Block } before, null):
                CompareMembers(whole, before.Form, before.Members, null, found);
                break;
            case (null, Setting.Group { Form: not SettingForm.Block } after):
                CompareMembers(whole, after.Form, null, after.Members, found);
                break;
            case (null, null):
                break;
            default:
                found.Add(whole);
                break;
        }
    }

    private static void CompareMembers(
        SettingDifference holder, SettingForm form, ImmutableSortedDictionary<string, Setting>? old, ImmutableSortedDictionary<string, Setting>? now,
        List<SettingDifference> found)
    {
        foreach (string name in (old?.Keys ?? []).Union(now?.Keys ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Setting? before = old?.GetValueOrDefault(name);
            Setting? after = now?.GetValueOrDefault(name);
            string path = form == SettingForm.List ? $"{holder.Path}[{name}]" : holder.Path.Length == 0 ? name : $"{holder.Path}.{name}";
            string own = form switch
            {
                SettingForm.List => "[]",
                SettingForm.Map => ".*",
                _ => holder.Pattern.Length == 0 ? name : $".{name}",
            };
            Compare(path, holder.Pattern + own, before, after, found);
        }
    }
}
