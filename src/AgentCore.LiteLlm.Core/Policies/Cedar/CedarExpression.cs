using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Policies.Cedar;

/// <summary>A Cedar expression over the arguments of a call, as far as it can be judged here. The set is closed.</summary>
internal abstract record CedarExpression
{
    private CedarExpression()
    {
    }

    /// <summary>Finds what the expression is, as Cedar does: left before right, no further than needed, and the first error ends it.</summary>
    /// <param name="arguments">The arguments of the call: a JSON object.</param>
    public abstract CedarValue Evaluate(JsonElement arguments);

    private static CedarValue Mistaken(string what, string wanted, CedarValue found) =>
        found is CedarValue.Fault ? found : new CedarValue.Fault($"{what} needs {wanted}, not {found.Kind}");

    /// <summary>A value that stands there.</summary>
    public sealed record Literal(CedarValue Value) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments) => Value;
    }

    /// <summary><c>context.input</c>: all arguments.</summary>
    public sealed record Input : CedarExpression
    {
        /// <summary>What rules call it.</summary>
        public const string Path = "context.input";

        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments) => CedarValue.Of(arguments, Path);
    }

    /// <summary>A member of a record.</summary>
    public sealed record Member(CedarExpression Of, string Name) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments) => Of.Evaluate(arguments) switch
        {
            CedarValue.Fields fields => fields.Find(Name) ?? new CedarValue.Fault($"'{fields.Path}' has no '{Name}'"),
            var other => Mistaken($"'.{Name}'", "a record", other),
        };
    }

    /// <summary><c>has</c>: whether a record has a member, and that one another, and so on.</summary>
    public sealed record Has(CedarExpression Of, ImmutableArray<string> Names) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments)
        {
            CedarValue value = Of.Evaluate(arguments);
            foreach (string name in Names)
            {
                if (value is not CedarValue.Fields fields)
                {
                    return Mistaken("'has'", "a record", value);
                }

                if (fields.Find(name) is not { } found)
                {
                    return new CedarValue.Truth(false);
                }

                value = found;
            }

            // What is null, or there twice, is neither there nor not there: Cedar would take no such call at all.
            return value is CedarValue.Fault { IsThere: false } ? value : new CedarValue.Truth(true);
        }
    }

    /// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c>.</summary>
    public sealed record Order(CedarExpression Left, string Sign, CedarExpression Right) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments)
        {
            CedarValue left = Left.Evaluate(arguments);
            if (left is CedarValue.Fault)
            {
                return left;
            }

            CedarValue right = Right.Evaluate(arguments);
            return (left, right) switch
            {
                (CedarValue.Number first, CedarValue.Number second) => new CedarValue.Truth(Sign switch
                {
                    "<" => first.Value < second.Value,
                    "<=" => first.Value <= second.Value,
                    ">" => first.Value > second.Value,
                    _ => first.Value >= second.Value,
                }),
                (CedarValue.Number, _) => Mistaken($"'{Sign}'", "numbers", right),
                _ => right is CedarValue.Fault ? right : Mistaken($"'{Sign}'", "numbers", left),
            };
        }
    }

    /// <summary><c>==</c> and <c>!=</c>.</summary>
    public sealed record Equality(CedarExpression Left, bool IsNegated, CedarExpression Right) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments)
        {
            CedarValue left = Left.Evaluate(arguments);
            CedarValue found = left is CedarValue.Fault ? left : CedarValue.AreEqual(left, Right.Evaluate(arguments));
            return found is CedarValue.Truth truth ? new CedarValue.Truth(truth.Value != IsNegated) : found;
        }
    }

    /// <summary><c>like</c>.</summary>
    public sealed record Like(CedarExpression Of, CedarPattern Pattern) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments) => Of.Evaluate(arguments) switch
        {
            CedarValue.Text text => new CedarValue.Truth(Pattern.IsMatch(text.Value)),
            var other => Mistaken("'like'", "text", other),
        };
    }

    /// <summary><c>!</c>.</summary>
    public sealed record Not(CedarExpression Of) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments) => Of.Evaluate(arguments) switch
        {
            CedarValue.Truth truth => new CedarValue.Truth(!truth.Value),
            var other => Mistaken("'!'", "true or false", other),
        };
    }

    /// <summary>Several that are joined by <c>&amp;&amp;</c>, or by <c>||</c>: the first that decides is the last that is looked at.</summary>
    public sealed record Chain(ImmutableArray<CedarExpression> Terms, bool IsAnd) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments)
        {
            foreach (CedarExpression term in Terms)
            {
                CedarValue found = term.Evaluate(arguments);
                if (found is not CedarValue.Truth truth)
                {
                    return Mistaken(IsAnd ? "'&&'" : "'||'", "true or false", found);
                }

                if (truth.Value != IsAnd)
                {
                    return truth;
                }
            }

            return new CedarValue.Truth(IsAnd);
        }
    }

    /// <summary>A set that stands there.</summary>
    public sealed record SetOf(ImmutableArray<CedarExpression> Items) : CedarExpression
    {
        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments)
        {
            ImmutableArray<CedarValue>.Builder items = ImmutableArray.CreateBuilder<CedarValue>(Items.Length);
            foreach (CedarExpression item in Items)
            {
                CedarValue value = item.Evaluate(arguments);
                if (value is CedarValue.Fault)
                {
                    return value;
                }

                items.Add(value);
            }

            return new CedarValue.Set(items.MoveToImmutable());
        }
    }

    /// <summary><c>.contains()</c>, <c>.containsAll()</c> and <c>.containsAny()</c>.</summary>
    public sealed record Contains(CedarExpression Of, string Method, CedarExpression Wanted) : CedarExpression
    {
        /// <summary>The methods.</summary>
        public static readonly ImmutableArray<string> Methods = ["contains", "containsAll", "containsAny"];

        /// <inheritdoc/>
        public override CedarValue Evaluate(JsonElement arguments)
        {
            CedarValue of = Of.Evaluate(arguments);
            CedarValue wanted = of is CedarValue.Fault ? of : Wanted.Evaluate(arguments);
            return wanted is CedarValue.Fault ? wanted
                : of is not CedarValue.Set set ? Mistaken($"'.{Method}()'", "a set", of)
                : Method == "contains" ? Find(set, new CedarValue.Set([wanted]))
                : wanted is CedarValue.Set others ? Find(set, others)
                : Mistaken($"'.{Method}()'", "a set", wanted);
        }

        private CedarValue Find(CedarValue.Set set, CedarValue.Set wanted)
        {
            HashSet<string>? keys = set.FindKeys(out CedarValue.Fault? fault);
            HashSet<string>? others = keys is null ? null : wanted.FindKeys(out fault);
            return others is null ? fault!
                : new CedarValue.Truth(Method == "containsAny" ? keys!.Overlaps(others) : keys!.IsSupersetOf(others));
        }
    }
}
