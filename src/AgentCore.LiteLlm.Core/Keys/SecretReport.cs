using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Reports credentials that stand in a blueprint: where, of which kind and how long, never what they are.</summary>
internal sealed class SecretReport
{
    private const string Advice =
        "Put it into an environment variable and write that variable's name in an '_env' key. Revoke it: whoever can read the file has it.";

    private static readonly SearchValues<char> AnchorEnds = SearchValues.Create(" \t\r\n,]}");

    private readonly Findings _findings;
    private HashSet<(int Line, int Column)>? _places;

    // What the texts hold that aliases stand for, by the text itself and not by what it says: comparing would be looking again.
    private Dictionary<(string Text, bool IsDigest), List<InlineSecret>?>? _aliased;
    private long _looked;

    private SecretReport(Findings findings) => _findings = findings;

    /// <summary>Looks at every key, value, comment and anchor.</summary>
    /// <param name="root">The document.</param>
    /// <param name="findings">Where findings go.</param>
    /// <returns>How many characters were looked at, which no file may multiply.</returns>
    public static long Add(YamlNode root, Findings findings)
    {
        SecretReport report = new(findings);
        report.Look(root, null);
        report.LookOutsideValues();
        return report._looked;
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
            case YamlScalar { Value.Length: >= 4 } refused when trail is not null:
                LookAtPayload(refused, trail);
                break;
        }
    }

    private void LookAtValue(YamlScalar scalar, Trail trail)
    {
        bool isName = trail.IsVariableName;
        KeyPromise promise = isName ? KeyPromise.None : trail.Promise;
        _looked += isName || promise != KeyPromise.None ? scalar.Value.Length : 0;
        string? kind = isName ? InlineSecrets.FindKindOfName(scalar.Value) : InlineSecrets.FindKind(scalar.Value, promise);
        if (kind is null)
        {
            LookAtText(scalar, trail);
        }
        else
        {
            Report(scalar.Mark, scalar.Value, new InlineSecret(0, scalar.Value.TrimEnd().Length, kind), trail, isName);
        }
    }

    // A value with a tag that is refused: with '!!binary' the text is a wrapping only.
    private void LookAtPayload(YamlScalar refused, Trail trail)
    {
        Span<byte> bytes = new byte[refused.Value.Length];
        string text = Convert.TryFromBase64String(refused.Value, bytes, out int count) ? Encoding.Latin1.GetString(bytes[..count]) : refused.Value;
        List<InlineSecret>? found = null;
        _looked += text.Length;
        InlineSecrets.Find(text, ref found);
        string? kind = found is { Count: > 0 } ? found[0].Kind : InlineSecrets.FindKind(text, trail.Promise);
        if (kind is not null)
        {
            Report(refused.Mark, refused.Value, new InlineSecret(0, refused.Value.TrimEnd().Length, kind), trail, false);
        }
    }

    private void LookAtText(YamlScalar scalar, Trail trail)
    {
        // What its key says of a value is asked where the value could be a secret: most are none.
        if (Find(scalar, isDigest: false) is not { } any)
        {
            return;
        }

        foreach (InlineSecret secret in trail.IsDigest ? Find(scalar, isDigest: true) ?? [] : any)
        {
            Report(scalar.Mark, scalar.Value, secret, trail, trail.IsVariableName);
        }
    }

    private List<InlineSecret>? Find(YamlScalar scalar, bool isDigest)
    {
        List<InlineSecret>? found = null;
        if (!scalar.IsAlias || !(_aliased ??= new(SameText.Instance)).TryGetValue((scalar.Value, isDigest), out found))
        {
            _looked += scalar.Value.Length;
            InlineSecrets.Find(scalar.Value, ref found, isDigest);
            if (scalar.IsAlias)
            {
                _aliased!.Add((scalar.Value, isDigest), found);
            }
        }

        return found;
    }

    // A '#' or '&' inside a value is taken for a comment or an anchor too; what was reported there already is not reported again.
    private void LookOutsideValues()
    {
        string text = _findings.Source.Text;
        int at = 0;
        while (text.AsSpan(at).IndexOfAny('#', '&') is >= 0 and int next)
        {
            at += next;
            if (at > 0 && text[at - 1] is not (' ' or '\t' or '\n' or '\r' or '[' or '{' or ','))
            {
                at++;
                continue;
            }

            bool isComment = text[at] == '#';
            int length = isComment ? text.AsSpan(at).IndexOfAny('\r', '\n') : text.AsSpan(at).IndexOfAny(AnchorEnds);
            int end = length < 0 ? text.Length : at + length;
            string piece = text[at..end];
            List<InlineSecret>? found = null;
            _looked += piece.Length;
            InlineSecrets.Find(piece, ref found);
            foreach (InlineSecret secret in found ?? [])
            {
                (int line, int column) = _findings.Source.PlaceOf(at);
                Report(new YamlMark(line, column), piece, secret, null, false, isComment ? "A comment" : "An anchor");
            }

            at = end;
        }
    }

    private void Report(YamlMark mark, string value, InlineSecret secret, Trail? trail, bool isName, string outside = "")
    {
        (int Line, int Column) place = _findings.Source.Hide(mark.Line, mark.Column, value, secret);
        if (!(_places ??= []).Add(place))
        {
            return;
        }

        string where = trail is null ? outside : $"'{trail}'";
        string instead = isName ? "; it should hold the name of an environment variable" : "";
        _findings.Warn(
            DiagnosticCodes.SecretInline,
            new TextPlace(place.Line, place.Column, trail?.ToString()),
            string.Create(CultureInfo.InvariantCulture, $"{where} holds what looks like {secret.Kind} ({secret.Length} characters){instead}."),
            Advice);
    }

    private sealed class SameText : IEqualityComparer<(string Text, bool IsDigest)>
    {
        public static readonly SameText Instance = new();

        public bool Equals((string Text, bool IsDigest) x, (string Text, bool IsDigest) y) => ReferenceEquals(x.Text, y.Text) && x.IsDigest == y.IsDigest;

        public int GetHashCode((string Text, bool IsDigest) value) => RuntimeHelpers.GetHashCode(value.Text);
    }

    /// <summary>The way to a value; written out only when there is a finding.</summary>
    private sealed record Trail(Trail? Outer, string? Key, int Index = -1)
    {
        public bool IsVariableName => IsReference(Name) || (Key is not null && Outer is { Key: { } outer } && IsReference(outer));

        // An example may be told in several languages, each under its own key.
        public bool IsDigest => Name is { } name
            && (SecretContext.IsDigestName(name) || (Outer?.Name is { } outer && SecretContext.IsExampleName(outer)));

        // Any header may carry a credential.
        public KeyPromise Promise => Name is not { } name ? KeyPromise.None
            : CredentialKeys.Judge(name) is not KeyPromise.None and KeyPromise promise ? promise
            : Key is not null && Outer is { Key: { } outer } && HoldsRawHeader(outer, name) ? KeyPromise.Token
            : KeyPromise.None;

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
