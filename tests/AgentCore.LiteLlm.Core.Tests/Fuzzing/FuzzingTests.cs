using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Variables;
using CsCheck;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Fuzzing;

/// <summary>Readers of strangers' bytes: a few seconds of it with every run of the tests, and as long as one likes by a command in CONTRIBUTING.md.</summary>
public sealed class FuzzingTests
{
    private const int MutantsPerRun = 400;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\n", "\n\n", "\r", "\t", "- ", "? ", "&a ", "*a", "!!binary ", "|\n", ">-\n", "#", "---\n", "null", "true",
        "1e999", "-0", "99999999999999999999", "\\ud83d", "\\u0000", "\0", "\uFEFF", "\u2028", "\u202E", "😀", "data: ", "data: [DONE]\n\n", "event: error\n",
        "\"error\":", "\"choices\":[]", "\"delta\":{}", "\"$ref\":\"#\"", "\"pattern\":\"(a+)+$\"", "\"type\":[]", "\"v\":2", "{\"v\":1,\"request\":\"k\",",
        "<think>", "'", "\"message\":", "\"chunks\":[1]", "\"status\":1e2", "a: &a [*a]\n",
    ];

    public static TheoryData<string> Names => [.. FuzzTarget.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Seeds_are_read(string name)
    {
        FuzzTarget target = FuzzTarget.All.Single(t => t.Name == name);
        foreach (string seed in target.Seeds)
        {
            await target.ReadAsync(Encoding.UTF8.GetBytes(seed));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_same_few_hundred_mutants_are_read_or_refused_each_time(string name)
    {
        FuzzTarget target = FuzzTarget.All.Single(t => t.Name == name);
        Gen<byte[]> mutants = MutantsOf(target);
        PCG random = new(stream: 1, seed: 20_261_128);
        for (int i = 0; i < MutantsPerRun; i++)
        {
            byte[] mutant = mutants.Generate(random, null, out _);
            try
            {
                await target.ReadAsync(mutant);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Assert.Fail($"{e}\nfrom {Show(mutant)}");
            }
        }
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public async Task Mutants_are_read_or_refused_for_as_long_as_asked(string name)
    {
        FuzzTarget target = FuzzTarget.All.Single(t => t.Name == name);
        int seconds = int.Parse(new ProcessVariables().Find("AGENTCORE_FUZZ_SECONDS") ?? "60", CultureInfo.InvariantCulture);
        await MutantsOf(target).SampleAsync(target.ReadAsync, time: Math.Max(1, seconds / FuzzTarget.All.Length), threads: 1, print: Show);
    }

    /// <summary>A seed with a few things done to it: what fails is shrunk to the fewest of them.</summary>
    private static Gen<byte[]> MutantsOf(FuzzTarget target)
    {
        byte[][] seeds = [.. target.Seeds.Select(Encoding.UTF8.GetBytes)];
        Gen<(int Kind, uint At, int Length, uint Other)> edit = Gen.Select(Gen.Int[0, 7], Gen.UInt, Gen.Int[1, 64], Gen.UInt);
        return Gen.Select(Gen.Int[0, seeds.Length - 1], edit.Array[1, 6], (seed, edits) => edits.Aggregate(seeds[seed], (bytes, e) => Edit(bytes, e, seeds)));
    }

    private static byte[] Edit(byte[] bytes, (int Kind, uint At, int Length, uint Other) edit, byte[][] seeds)
    {
        int at = (int)(edit.At % (uint)(bytes.Length + 1));
        int length = Math.Min(edit.Length, bytes.Length - at);
        byte[] other = seeds[edit.Other % (uint)seeds.Length];
        int from = (int)(edit.Other % (uint)(other.Length + 1));
        return edit.Kind switch
        {
            0 => [.. bytes[..at], .. bytes[(at + length)..]],
            1 => [.. bytes[..(at + length)], .. bytes[at..]],
            2 => [.. bytes[..at], (byte)edit.Other, .. bytes[Math.Min(at + 1, bytes.Length)..]],
            3 => bytes[..at],
            4 => [.. bytes[..at], .. other[from..]],
            5 => [.. bytes[..at], .. Enumerable.Repeat(bytes[at..(at + length)], 200).SelectMany(b => b), .. bytes[at..]],
            _ => [.. bytes[..at], .. Encoding.UTF8.GetBytes(Pieces[edit.Other % (uint)Pieces.Length]), .. bytes[at..]],
        };
    }

    private static string Show(byte[] bytes) => $"{Encoding.UTF8.GetString(bytes)}\nas base64: {Convert.ToBase64String(bytes)}";
}
