using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Runs;

public sealed class RunFileTests : IDisposable
{
    private const string Whole = """
        {"version":1,"module":"0.1.0","id":"a1","revision":3,"status":"Running","agent":"a","agentVersion":"1","model":"m",
         "started":"2026-01-01T00:00:00+00:00","updated":"2026-01-01T00:00:00+00:00","parts":{"id":"x"},
         "content":{"nodes":[{"node":"","messages":[{"role":"user","content":"hi"}],"steps":[],"images":[],"isTurnOpen":true,"isAskingForOutput":false,
          "elapsed":"00:00:01","agent":"a","calls":{}}],"vault":[],"repeated":[]}}
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_read_as_it_is_written()
    {
        RunState state = Read(Whole);
        RunFile.Write(_folder.Path, state, null);

        RunState again = RunFile.Read(_folder.Path, null);

        Assert.Equal(JsonSerializer.Serialize(state, RunJson.Default.RunState), JsonSerializer.Serialize(again, RunJson.Default.RunState));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":1}")]
    [InlineData("not json")]
    public void What_is_no_run_is_refused(string text) => Assert.Equal(RunProblem.Invalid, Assert.Throws<RunException>(() => Read(text)).Problem);

    [Fact]
    public void A_later_version_is_refused_by_its_number()
    {
        RunException refused = Assert.Throws<RunException>(() => Read(Whole.Replace("\"version\":1,", "\"version\":2,", StringComparison.Ordinal)));

        Assert.Contains("version 2", refused.Message, StringComparison.Ordinal);
    }

    // Whatever of the file is taken away or is something else: a typed refusal, or a run without it.
    [Fact]
    public void No_part_of_the_file_can_be_missing_or_wrong_in_a_way_that_is_not_told()
    {
        foreach (string path in Paths(JsonNode.Parse(Whole)!, "$"))
        {
            foreach (string? instead in (string?[])[null, "null", "7", "\"x\"", "[]", "{}", "[null]", "-1", "\"half\""])
            {
                JsonNode changed = JsonNode.Parse(Whole)!;
                Replace(changed, path, instead);
                try
                {
                    RunState state = Read(changed.ToJsonString().Replace("\"half\"", "\"\\ud800\"", StringComparison.Ordinal));
                    _ = RunView.Of(_folder.Path, state).ToString();
                }
                catch (RunException e)
                {
                    Assert.Equal(RunProblem.Invalid, e.Problem);
                }
            }
        }
    }

    // Whoever can write the folder but has no key could put an approval there.
    [Fact]
    public void With_a_key_a_run_in_clear_is_refused_and_the_words_say_what_to_do()
    {
        using SealingKey key = new(new Secret("correct horse battery"));
        RunState state = Read(Whole);
        RunFile.Write(_folder.Path, state, key);
        Assert.NotNull(RunFile.Read(_folder.Path, key).Content);
        RunFile.Write(_folder.Path, state, null);

        RunException refused = Assert.Throws<RunException>(() => RunFile.Read(_folder.Path, key));

        Assert.Equal(RunProblem.KeyWrong, refused.Problem);
        Assert.EndsWith("kept without one, give no key.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_runs_has_none_and_one_that_is_not_there_is_an_error()
    {
        Assert.Empty(RunFolder.Find(_folder.Path));
        Assert.Equal(FileProblem.NotFound, Assert.Throws<FileException>(() => RunFolder.Find(Path.Combine(_folder.Path, "none"))).Problem);
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path)
    {
        IEnumerable<(string Path, JsonNode? Node)> inner = node switch
        {
            JsonObject members => members.Select(m => ($"{path}/{m.Key}", m.Value)),
            JsonArray items => items.Select((n, i) => ($"{path}/{i}", n)),
            _ => [],
        };
        return inner.SelectMany(i => Paths(i.Node, i.Path).Prepend(i.Path));
    }

    private static void Replace(JsonNode root, string path, string? instead)
    {
        string[] parts = path.Split('/')[1..];
        JsonNode parent = parts[..^1].Aggregate(root, (n, p) => n is JsonArray items ? items[int.Parse(p, null)]! : n[p]!);
        JsonNode? value = instead is null ? null : JsonNode.Parse(instead);
        if (parent is JsonArray list)
        {
            list[int.Parse(parts[^1], null)] = value;
        }
        else if (instead is null)
        {
            ((JsonObject)parent).Remove(parts[^1]);
        }
        else
        {
            parent[parts[^1]] = value;
        }
    }

    private RunState Read(string text)
    {
        File.WriteAllText(Path.Combine(_folder.Path, RunFile.Name), text);
        return RunFile.Read(_folder.Path, null);
    }
}
