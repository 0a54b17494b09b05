using System.Globalization;
using System.Text.Json;

namespace AgentCore.LiteLlm.Conditions;

/// <summary>A comparison that decides which way a graph goes: <c>field op value</c>.</summary>
/// <param name="Text">The condition as its author wrote it.</param>
/// <param name="Field">What is looked up: names with dots between them.</param>
/// <param name="Operator">How it is compared.</param>
/// <param name="Value">What it is compared with: a number, a text, true, false or null.</param>
internal sealed record GraphCondition(string Text, string Field, ConditionOperator Operator, JsonElement Value)
{
    /// <summary>Gets a value indicating whether the condition can never hold: what is missing or null equals nothing, and differs from nothing.</summary>
    public bool IsHopeless => Value.ValueKind == JsonValueKind.Null;

    /// <summary>Says whether the condition holds.</summary>
    /// <param name="found">What the field holds; null where there is no such field.</param>
    /// <returns>False too where there is nothing to compare, or where the two are of different kinds.</returns>
    public bool Holds(JsonElement? found)
    {
        if (found is not { } left || Compare(left, Value) is not { } order)
        {
            return false;
        }

        bool isOrdered = Value.ValueKind is JsonValueKind.Number or JsonValueKind.String;
        return Operator switch
        {
            ConditionOperator.Equal => order == 0,
            ConditionOperator.NotEqual => order != 0,
            ConditionOperator.Greater => isOrdered && order > 0,
            ConditionOperator.GreaterOrEqual => isOrdered && order >= 0,
            ConditionOperator.Less => isOrdered && order < 0,
            _ => isOrdered && order <= 0,
        };
    }

    /// <summary>Says whether another condition holds just where this one does not, as far as both find their field.</summary>
    /// <param name="other">The other.</param>
    public bool IsOppositeOf(GraphCondition other) =>
        Field == other.Field && Compare(Value, other.Value) == 0 && (Operator, other.Operator) is
            (ConditionOperator.Equal, ConditionOperator.NotEqual) or (ConditionOperator.NotEqual, ConditionOperator.Equal)
            or (ConditionOperator.Greater, ConditionOperator.LessOrEqual) or (ConditionOperator.LessOrEqual, ConditionOperator.Greater)
            or (ConditionOperator.Less, ConditionOperator.GreaterOrEqual) or (ConditionOperator.GreaterOrEqual, ConditionOperator.Less);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int? Compare(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Numbers(left.GetRawText(), right.GetRawText()),
        (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left.GetString(), right.GetString()),
        (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => left.ValueKind == right.ValueKind ? 0 : 1,
        _ => null,
    };

    // 0.1 is 0.1, as a decimal; what is too large for one is compared as well as it can be.
    private static int Numbers(string left, string right) =>
        decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal one)
        && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal other)
            ? one.CompareTo(other)
            : double.Parse(left, CultureInfo.InvariantCulture).CompareTo(double.Parse(right, CultureInfo.InvariantCulture));
}
