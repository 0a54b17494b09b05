using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>
/// Reads the part of Cedar that speaks of nothing but the arguments of a call. What Cedar has besides (principals, entities, tags, dates) is
/// known and refused: a rule of which a part is passed over would be another rule.
/// </summary>
internal sealed class CedarReader
{
    // More than anybody writes by hand; the rest would only serve to exhaust the stack.
    private const int MostDepth = 64;

    // Cedar itself takes no more in a row.
    private const int MostNots = 4;

    private static readonly ImmutableHashSet<string> Reserved =
        ImmutableHashSet.Create(StringComparer.Ordinal, "true", "false", "if", "then", "else", "in", "like", "has", "is", "__cedar");

    private static readonly ImmutableHashSet<string> Outside = ImmutableHashSet.Create(StringComparer.Ordinal, "principal", "action", "resource");

    private readonly ImmutableArray<CedarToken> _tokens;
    private int _at;
    private int _depth;
    private CedarProblem? _problem;

    private CedarReader(string text) => _tokens = CedarTokens.Read(text);

    private CedarToken Next => _tokens[_at];

    /// <summary>Reads a condition: what stands between the braces of <c>when</c> or <c>unless</c>.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="problem">Why it cannot be judged.</param>
    /// <returns>The condition, or null with a <paramref name="problem"/>.</returns>
    public static CedarExpression? Read(string text, out CedarProblem? problem)
    {
        CedarReader reader = new(text);
        CedarExpression? read = reader.ReadExpression();
        if (read is not null && reader.Next.Kind != CedarTokenKind.End)
        {
            read = reader.Unexpected("an operator or the end");
        }

        problem = reader._problem;
        return read;
    }

    private CedarExpression? ReadExpression()
    {
        if (++_depth > MostDepth)
        {
            return Refuse("it is nested more than 64 deep", Next, isForeign: true);
        }

        if (IsWord("if"))
        {
            return Foreign("'if ... then ... else'");
        }

        CedarExpression? read = ReadChain("||", isAnd: false);
        _depth--;
        return read;
    }

    private CedarExpression? ReadChain(string sign, bool isAnd)
    {
        ImmutableArray<CedarExpression>.Builder terms = ImmutableArray.CreateBuilder<CedarExpression>();
        do
        {
            if ((isAnd ? ReadRelation() : ReadChain("&&", isAnd: true)) is not { } term)
            {
                return null;
            }

            terms.Add(term);
        }
        while (TakeSign(sign));
        return terms.Count == 1 ? terms[0] : new CedarExpression.Chain(terms.ToImmutable(), isAnd);
    }

    private CedarExpression? ReadRelation()
    {
        CedarExpression? left = ReadUnary();
        if (left is null)
        {
            return null;
        }

        CedarToken token = Next;
        CedarExpression? read = token switch
        {
            { Kind: CedarTokenKind.Sign, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" } => ReadComparison(left),
            { Kind: CedarTokenKind.Word, Text: "has" } => ReadHas(left),
            { Kind: CedarTokenKind.Word, Text: "like" } => ReadLike(left),
            { Kind: CedarTokenKind.Word, Text: "in" or "is" } => Foreign($"'{token.Text}'"),
            { Kind: CedarTokenKind.Sign, Text: "+" or "-" or "*" } => Foreign("arithmetic"),
            _ => left,
        };
        return read is not null && read != left && Next is { Kind: CedarTokenKind.Sign, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" }
            ? Refuse("comparisons in a row need parentheses", Next, isForeign: false)
            : read;
    }

    private CedarExpression? ReadComparison(CedarExpression left)
    {
        string sign = Take().Text;
        return ReadUnary() is not { } right ? null
            : Next is { Kind: CedarTokenKind.Sign, Text: "+" or "-" or "*" } ? Foreign("arithmetic")
            : sign is "==" or "!=" ? new CedarExpression.Equality(left, sign == "!=", right)
            : new CedarExpression.Order(left, sign, right);
    }

    private CedarExpression.Has? ReadHas(CedarExpression of)
    {
        Take();
        if (Next.Kind == CedarTokenKind.Text)
        {
            return ReadText() is { } name ? new CedarExpression.Has(of, [name]) : null;
        }

        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (ReadName() is not { } name)
            {
                return null;
            }

            names.Add(name);
        }
        while (TakeSign("."));
        return new CedarExpression.Has(of, names.ToImmutable());
    }

    private CedarExpression? ReadLike(CedarExpression of)
    {
        Take();
        if (Next.Kind != CedarTokenKind.Text)
        {
            return Unexpected("a pattern in double quotes");
        }

        List<int> stars = [];
        if (CedarTokens.Unescape(Next.Text, stars) is not { } text)
        {
            return Refuse("the pattern holds an escape that Cedar does not have", Next, isForeign: false);
        }

        Take();
        int[] cuts = [.. stars, text.Length];
        CedarPattern pattern = new([.. cuts.Select((cut, i) => text[(i == 0 ? 0 : cuts[i - 1])..cut])]);
        return new CedarExpression.Like(of, pattern);
    }

    private CedarExpression? ReadUnary()
    {
        int nots = 0;
        CedarToken first = Next;
        while (TakeSign("!"))
        {
            nots++;
        }

        if (nots > MostNots)
        {
            return Refuse("there are more than four '!' in a row", first, isForeign: false);
        }

        CedarExpression? read = Next is { Kind: CedarTokenKind.Sign, Text: "-" } ? ReadNegative() : ReadMember();
        for (; read is not null && nots > 0; nots--)
        {
            read = new CedarExpression.Not(read);
        }

        return read;
    }

    private CedarExpression? ReadNegative()
    {
        Take();
        return Next.Kind == CedarTokenKind.Digits ? ReadNumber("-") : Foreign("arithmetic");
    }

    private CedarExpression? ReadNumber(string sign)
    {
        CedarToken token = Take();
        return long.TryParse(sign + token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? ReadAccesses(new CedarExpression.Literal(new CedarValue.Number(number)))
            : Refuse("the number does not fit into 64 bits", token, isForeign: false);
    }

    private CedarExpression? ReadMember()
    {
        CedarToken token = Next;
        switch (token.Kind)
        {
            case CedarTokenKind.Digits:
                return ReadNumber("");
            case CedarTokenKind.Text:
                return ReadText() is { } text ? ReadAccesses(new CedarExpression.Literal(new CedarValue.Text(text))) : null;
            case CedarTokenKind.Word when token.Text is "true" or "false":
                Take();
                return ReadAccesses(new CedarExpression.Literal(new CedarValue.Truth(token.Text == "true")));
            case CedarTokenKind.Word when token.Text == "context":
                return ReadContext();
            case CedarTokenKind.Word when Outside.Contains(token.Text):
                return Foreign($"'{token.Text}'");
            case CedarTokenKind.Word when !Reserved.Contains(token.Text):
                return ReadForeignName();
            case CedarTokenKind.Sign when token.Text == "(":
                Take();
                return ReadExpression() is { } inner && TakeOrRefuse(")") ? ReadAccesses(inner) : null;
            case CedarTokenKind.Sign when token.Text == "[":
                Take();
                return ReadSet() is { } set ? ReadAccesses(set) : null;
            case CedarTokenKind.Sign when token.Text == "{":
                return Foreign("a record that stands there (what is between the braces of Cedar's 'when' is written without them)");
            default:
                return Unexpected("a value");
        }
    }

    // Of the context only the arguments are known here; that they are there is sure.
    private CedarExpression? ReadContext()
    {
        Take();
        if (IsWord("has"))
        {
            Take();
            return IsWord("input") && ReadName() is not null && Next is not { Kind: CedarTokenKind.Sign, Text: "." }
                ? new CedarExpression.Literal(new CedarValue.Truth(true))
                : Foreign("what the context holds beside 'input'");
        }

        bool isIndexed = TakeSign("[");
        if (!isIndexed && !TakeSign("."))
        {
            return Foreign("the context as a whole");
        }

        bool isInput = isIndexed ? Next is { Kind: CedarTokenKind.Text, Text: "input" } : IsWord("input");
        if (!isInput)
        {
            return Foreign("what the context holds beside 'input'");
        }

        Take();
        return isIndexed && !TakeOrRefuse("]") ? null : ReadAccesses(new CedarExpression.Input());
    }

    private CedarExpression? ReadAccesses(CedarExpression of)
    {
        CedarExpression? read = of;
        for (int count = 0; read is not null; count++)
        {
            if (count > MostDepth)
            {
                return Refuse("it is nested more than 64 deep", Next, isForeign: true);
            }

            if (TakeSign("["))
            {
                read = Next.Kind == CedarTokenKind.Text ? ReadText() is { } key && TakeOrRefuse("]") ? new CedarExpression.Member(read, key) : null
                    : Unexpected("a name in double quotes");
            }
            else if (TakeSign("."))
            {
                read = ReadDotted(read);
            }
            else
            {
                break;
            }
        }

        return read;
    }

    private CedarExpression? ReadDotted(CedarExpression of)
    {
        CedarToken token = Next;
        if (ReadName() is not { } name)
        {
            return null;
        }

        if (!TakeSign("("))
        {
            return new CedarExpression.Member(of, name);
        }

        if (!CedarExpression.Contains.Methods.Contains(name))
        {
            return Foreign($"'.{SecretShapes.Excerpt(name)}()'", token);
        }

        return ReadExpression() is { } wanted && TakeEnd(")") ? new CedarExpression.Contains(of, name, wanted) : null;
    }

    private CedarExpression.SetOf? ReadSet()
    {
        ImmutableArray<CedarExpression>.Builder items = ImmutableArray.CreateBuilder<CedarExpression>();
        if (TakeSign("]"))
        {
            return new CedarExpression.SetOf([]);
        }

        do
        {
            if (ReadExpression() is not { } item)
            {
                return null;
            }

            items.Add(item);
        }
        while (TakeSign(",") && Next is not { Kind: CedarTokenKind.Sign, Text: "]" });
        return TakeOrRefuse("]") ? new CedarExpression.SetOf(items.ToImmutable()) : null;
    }

    private CedarExpression? ReadForeignName()
    {
        CedarToken name = Take();
        return Next is { Kind: CedarTokenKind.Sign, Text: "::" } ? Foreign("an entity", name)
            : Next is { Kind: CedarTokenKind.Sign, Text: "(" } ? Foreign($"'{SecretShapes.Excerpt(name.Text)}()'", name)
            : Refuse(
                $"'{SecretShapes.Excerpt(name.Text)}' is nothing that Cedar knows; text stands in double quotes, and arguments are named 'context.input...'",
                name,
                isForeign: false);
    }

    private string? ReadText()
    {
        CedarToken token = Take();
        string? text = CedarTokens.Unescape(token.Text, stars: null);
        if (text is null)
        {
            Refuse("the text holds an escape that Cedar does not have", token, isForeign: false);
        }

        return text;
    }

    private string? ReadName()
    {
        if (Next.Kind == CedarTokenKind.Word && !Reserved.Contains(Next.Text))
        {
            return Take().Text;
        }

        Unexpected("a name");
        return null;
    }

    private bool IsWord(string word) => Next.Kind == CedarTokenKind.Word && Next.Text == word;

    private CedarToken Take() => _tokens[_tokens[_at].Kind is CedarTokenKind.End or CedarTokenKind.Odd ? _at : _at++];

    private bool TakeSign(string sign)
    {
        bool isThere = Next.Kind == CedarTokenKind.Sign && Next.Text == sign;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    // As Cedar has it, a comma may come last.
    private bool TakeEnd(string sign)
    {
        TakeSign(",");
        return TakeOrRefuse(sign);
    }

    private bool TakeOrRefuse(string sign)
    {
        if (TakeSign(sign))
        {
            return true;
        }

        Unexpected($"'{sign}'");
        return false;
    }

    private CedarExpression? Unexpected(string wanted) => Refuse(
        Next switch
        {
            { Kind: CedarTokenKind.End } => $"it ends where {wanted} is expected",
            { Kind: CedarTokenKind.Odd, Text: "\"" } => "a text has no closing quote",
            _ => $"{wanted} is expected, not '{SecretShapes.Excerpt(Next.Text)}'",
        },
        Next, isForeign: false);

    private CedarExpression? Foreign(string what, CedarToken? at = null) => Refuse($"{what} cannot be judged here", at ?? Next, isForeign: true);

    // The first one counts: what follows may follow from it.
    private CedarExpression? Refuse(string message, CedarToken at, bool isForeign)
    {
        _problem ??= new CedarProblem(message, at.Offset, isForeign);
        return null;
    }
}
