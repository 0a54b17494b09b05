using System.Collections.ObjectModel;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads images and install commands out of any YAML: compose files, Kubernetes manifests, Helm values, workflows.</summary>
internal static partial class ComposeFile
{
    private static readonly ReadOnlyDictionary<string, string> NoValues = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">The file.</param>
    /// <returns>What it brings in.</returns>
    public static IEnumerable<FoundRequirement> Read(string text, string path)
    {
        // Our reader takes one document; a manifest may hold many.
        int line = 0;
        foreach (string document in DocumentStart().Split(text.ReplaceLineEndings("\n")))
        {
            foreach (FoundRequirement found in ReadDocument(document, path, line))
            {
                yield return found;
            }

            line += document.AsSpan().Count('\n') + 1;
        }
    }

    private static IEnumerable<FoundRequirement> ReadDocument(string document, string path, int before)
    {
        if (document.AsSpan().Trim().IsEmpty)
        {
            return [];
        }

        string? body = YamlText.Read(document, path, out Findings findings);
        if (body is not null && YamlReader.Read(body, findings) is { } root)
        {
            List<FoundRequirement> found = [];
            Walk(root, path, before, found);
            return found;
        }

        // A tag or an alias that our reader refuses says nothing against the file, but then only lines can be looked at.
        bool isEmpty = findings.ToImmutable().All(f => f.Code == DiagnosticCodes.DocumentEmpty);
        return isEmpty
            ? []
            : ReadLines(document, path, before).Prepend(
                new FoundRequirement.Broken(path, before + findings.ToImmutable()[0].Line, "", "The YAML cannot be read from here on."));
    }

    private static void Walk(YamlNode node, string path, int before, List<FoundRequirement> found)
    {
        switch (node)
        {
            case YamlMapping mapping:
                if (mapping.Find("repository") is YamlScalar { Value.Length: > 0 } name)
                {
                    string tag = mapping.Find("tag") is YamlScalar scalar ? scalar.Value : "";
                    Add(ImageTag.Find(Expand(tag.Length == 0 ? name.Value : $"{name.Value}:{tag}"), path, before + name.Mark.Line));
                }

                foreach (YamlEntry entry in mapping.Entries)
                {
                    if (entry is { Key.Value: "image" or "container", Value: YamlScalar image })
                    {
                        Add(ImageTag.Find(Expand(image.Value), path, before + image.Mark.Line));
                    }
                    else
                    {
                        Walk(entry.Value, path, before, found);
                    }
                }

                break;
            case YamlSequence sequence:
                found.AddRange(InstallCommands.Find(sequence.Items.OfType<YamlScalar>().Select(s => (Quoted(s.Value), before + s.Mark.Line)), path));
                foreach (YamlNode item in sequence.Items.Where(i => i is not YamlScalar scalar || scalar.Value.Contains(' ', StringComparison.Ordinal)))
                {
                    Walk(item, path, before, found);
                }

                break;
            case YamlScalar scalar when scalar.Value.Contains("litellm", StringComparison.OrdinalIgnoreCase):
                int first = before + scalar.Mark.Line + (scalar.Style == YamlScalarStyle.Block ? 1 : 0);
                found.AddRange(ShellText.Commands(scalar.Value, first).SelectMany(command => InstallCommands.Find(command, path)));
                break;
        }

        void Add(FoundRequirement? image)
        {
            if (image is not null)
            {
                found.Add(image);
            }
        }
    }

    private static IEnumerable<FoundRequirement> ReadLines(string document, string path, int before)
    {
        int line = before;
        foreach (string text in document.Split('\n'))
        {
            line++;
            Match image = ImageLine().Match(text);
            if (image.Success && ImageTag.Find(Expand(image.Groups["image"].Value), path, line) is { } found)
            {
                yield return found;
            }

        }

        foreach (FoundRequirement command in ShellText.Commands(document, before + 1).SelectMany(command => InstallCommands.Find(command, path)))
        {
            yield return command;
        }
    }

    // One word of a command that is written as a list; a whole command in one entry is read by itself.
    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? ";" : $"'{word.Replace("'", "", StringComparison.Ordinal)}'";

    private static string Expand(string text) => ShellText.Expand(text, NoValues);

    [GeneratedRegex(@"^---(?=\s|$).*\n?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex DocumentStart();

    [GeneratedRegex(@"^\s*(?:-\s+)?image:\s*['""]?(?<image>[^\s'""#]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ImageLine();
}
