using System.Text;
using System.Text.Json;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads <c>Pipfile.lock</c>, which is JSON: categories of packages, each with its version.</summary>
internal static class PipenvLock
{
    /// <summary>Reads a lock file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">The file.</param>
    /// <returns>What it installs.</returns>
    public static IReadOnlyList<FoundRequirement> Read(string text, string path)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        List<FoundRequirement> found = [];
        try
        {
            Read(utf8, path, found);
        }
        catch (JsonException e)
        {
            found.Add(new FoundRequirement.Broken(path, (int)(e.LineNumber ?? 0) + 1, "", "The file is not JSON from here on."));
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to an escape such as \uD800 that stands for half a character.
            found.Add(new FoundRequirement.Broken(path, 1, "", "The file holds text that is no Unicode."));
        }

        return found;
    }

    // The root is level 0, a category level 1, a package level 2, and its version a property of that.
    private static void Read(byte[] utf8, string path, List<FoundRequirement> found)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = 64 });
        string[] names = ["", "", "", ""];
        int line = 0;
        bool hasVersion = false;
        while (reader.Read())
        {
            int level = reader.CurrentDepth - 1;
            bool isOfPackage = names[1] != "_meta" && PackageText.IsLiteLlm(names[2]);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName when level < 3:
                    names[level + 1] = reader.GetString()!;
                    if (level == 1)
                    {
                        line = LineOf(utf8, reader.TokenStartIndex);
                        hasVersion = false;
                    }

                    break;
                case JsonTokenType.String when level == 2 && names[3] == "version" && isOfPackage:
                    string requirement = $"litellm{reader.GetString()}";
                    hasVersion = true;
                    found.Add(
                        PackageText.Find(requirement, path, LineOf(utf8, reader.TokenStartIndex))
                            ?? new FoundRequirement.Broken(path, line, requirement, "The version that LiteLLM is locked to is none."));
                    break;
                case JsonTokenType.EndObject when level == 1:
                    if (isOfPackage && !hasVersion)
                    {
                        found.Add(new FoundRequirement.Unknown(path, line, "litellm", "LiteLLM is locked without a version."));
                    }

                    names[2] = "";
                    break;
            }
        }
    }

    private static int LineOf(byte[] utf8, long offset) => utf8.AsSpan(0, (int)offset).Count((byte)'\n') + 1;
}
