using System.Globalization;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>Reports credentials that stand in a blueprint: where, of which kind and how long, never what they are.</summary>
internal sealed class SecretReport
{
    private const string Advice = "Put it into an environment variable and write that variable's name in an '_env' key. Revoke it: whoever can read the file has it.";

    private readonly Findings _findings;
    private HashSet<(int Line, int Column)>? _places;

    private SecretReport(Findings findings) => _findings = findings;

    /// <summary>Looks at every key, value and comment.</summary>
    /// <param name="root">The document.</param>
    /// <param name="findings">Where findings go.</param>
    public static void Add(YamlNode root, Findings findings)
    {
        SecretReport report = new(findings);
        report.Look(root, null);
        report.LookAtComments();
    }

    private void Look(YamlNode node, Trail? trail)
    {
        switch (node)
        {
            case YamlMapping mapping:
                foreach (YamlEntry entry in mapping.Entries)
                {
                    Trail there = new(trail, entry.Key.Value);
                    LookAtText(entry.Key, there);
                    Look(entry.Value, there);
                }

                break;
            case YamlSequence list:
                for (int at = 0; at < list.Items.Length; at++)
                {
                    Look(list.Items[at], new Trail(trail, null, at));
                }

                break;
            case YamlScalar { Value.Length: >= 4, Style: not YamlScalarStyle.Refused } scalar when trail is not null:
                LookAtValue(scalar, trail);
                break;
        }
    }

    private void LookAtValue(YamlScalar scalar, Trail trail)
    {
        bool isName = trail.IsVariableName;
        string? kind = isName ? InlineSecrets.FindKindOfName(scalar.Value) : trail.IsCredential ? InlineSecrets.FindKind(scalar.Value) : null;
        if (kind is null)
        {
            LookAtText(scalar, trail);
        }
        else
        {
            Report(scalar.Mark, scalar.Value, new InlineSecret(0, scalar.Value.TrimEnd().Length, kind), trail, isName);
        }
    }

    private void LookAtText(YamlScalar scalar, Trail trail)
    {
        List<InlineSecret>? found = null;
        InlineSecrets.Find(scalar.Value, ref found);
        foreach (InlineSecret secret in found ?? [])
        {
            Report(scalar.Mark, scalar.Value, secret, trail, trail.IsVariableName);
        }
    }

    // A '#' inside a value is taken for a comment too; what was reported there already is not reported again.
    private void LookAtComments()
    {
        string text = _findings.Source.Text;
        int at = 0;
        while (text.AsSpan(at).IndexOf('#') is >= 0 and int next)
        {
            at += next;
            if (at > 0 && text[at - 1] is not (' ' or '\t' or '\n' or '\r'))
            {
                at++;
                continue;
            }

            int length = text.AsSpan(at).IndexOfAny('\r', '\n');
            int end = length < 0 ? text.Length : at + length;
            string comment = text[at..end];
            List<InlineSecret>? found = null;
            InlineSecrets.Find(comment, ref found);
            foreach (InlineSecret secret in found ?? [])
            {
                (int line, int column) = _findings.Source.PlaceOf(at);
                Report(new YamlMark(line, column), comment, secret, null, false);
            }

            at = end;
        }
    }

    private void Report(YamlMark mark, string value, InlineSecret secret, Trail? trail, bool isName)
    {
        (int Line, int Column) place = _findings.Source.Hide(mark.Line, mark.Column, value, secret);
        if (!(_places ??= []).Add(place))
        {
            return;
        }

        string where = trail is null ? "A comment" : $"'{trail}'";
        string instead = isName ? "; it should hold the name of an environment variable" : "";
        _findings.Add(
            DiagnosticSeverity.Warning,
            DiagnosticCodes.SecretInline,
            place.Line,
            place.Column,
            trail?.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{where} holds what looks like {secret.Kind} ({secret.Length} characters){instead}."),
            Advice);
    }

    /// <summary>The way to a value; written out only when there is a finding.</summary>
    private sealed record Trail(Trail? Outer, string? Key, int Index = -1)
    {
        public bool IsVariableName => IsReference(Name) || (Key is not null && Outer is { Key: { } outer } && IsReference(outer));

        public bool IsCredential => Name is { } name && (CredentialKeys.IsCredential(name) || (Key is not null && Outer is { Key: { } outer } && HoldsRawHeader(outer, name)));

        private string? Name => Key ?? Outer?.Name;

        public override string ToString() => Key is null
            ? string.Create(CultureInfo.InvariantCulture, $"{Outer}[{Index}]")
            : Outer is null ? SecretShapes.Excerpt(Key) : $"{Outer}.{SecretShapes.Excerpt(Key)}";

        private static bool IsReference(string? name) => name is not null && CredentialKeys.IsVariableReference(name);

        private static bool HoldsRawHeader(string outer, string name) => CredentialKeys.IsHeaders(outer)
            && !(name.StartsWith("Accept", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                || name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) || name.Equals("HTTP-Referer", StringComparison.OrdinalIgnoreCase)
                || name.Equals("X-Title", StringComparison.OrdinalIgnoreCase));
    }
}
