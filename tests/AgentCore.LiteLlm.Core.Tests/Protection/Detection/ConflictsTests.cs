using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

public sealed class ConflictsTests
{
    private const string Text = "0123456789abcdefghij";

    [Fact]
    public void What_another_covers_goes() =>
        Assert.Equal([Finding("URL", 0, 10, 0.6)], Settle(new("URL", 0, 10, 0.6, Proof.Shape), new("EMAIL_ADDRESS", 2, 8, 1, Proof.Check)));

    [Fact]
    public void Of_two_that_are_the_same_the_better_proven_stays() =>
        Assert.Equal([Finding("UK_NHS", 0, 10, 1)], Settle(new("US_BANK_NUMBER", 0, 10, 1, Proof.Shape), new("UK_NHS", 0, 10, 1, Proof.Check)));

    [Fact]
    public void Of_two_that_are_the_same_the_one_with_the_nearer_word_stays() =>
        Assert.Equal(
            [Finding("US_PASSPORT", 0, 9, 0.4)], Settle(new("US_BANK_NUMBER", 0, 9, 0.4, Proof.Shape, 3), new("US_PASSPORT", 0, 9, 0.4, Proof.Shape, 7)));

    [Fact]
    public void Of_two_that_cross_the_weaker_keeps_the_rest() =>
        Assert.Equal(
            [Finding("PERSON", 0, 5, 0.85), Finding("IBAN_CODE", 5, 10, 1), Finding("LOCATION", 15, 5, 0.85)],
            Settle(new("PERSON", 0, 8, 0.85, Proof.Guess), new("IBAN_CODE", 5, 15, 1, Proof.Check), new("LOCATION", 12, 20, 0.85, Proof.Guess)));

    [Fact]
    public void Crossing_findings_of_one_kind_are_one() =>
        Assert.Equal([Finding("PERSON", 0, 12, 0.9)], Settle(new("PERSON", 0, 8, 0.85, Proof.Guess), new("PERSON", 5, 12, 0.9, Proof.Guess)));

    [Fact]
    public void Neighbours_of_one_kind_stay_two() =>
        Assert.Equal(
            [Finding("PERSON", 0, 5, 0.85), Finding("PERSON", 5, 5, 0.85)],
            Settle(new("PERSON", 0, 5, 0.85, Proof.Guess), new("PERSON", 5, 10, 0.85, Proof.Guess)));

    [Fact]
    public void A_telephone_number_in_a_proven_number_is_none() =>
        Assert.Equal([Finding("CREDIT_CARD", 0, 10, 1)], Settle(new("CREDIT_CARD", 0, 10, 1, Proof.Check), new("PHONE_NUMBER", 5, 14, 0.75, Proof.Shape)));

    private static EntityFinding Finding(string entity, int start, int length, double score) => new(entity, start, length, score);

    private static ImmutableArray<EntityFinding> Settle(params Candidate[] candidates) => Conflicts.Settle([.. candidates], Text);
}
