using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Architecture;

public sealed class LayerTests : IDisposable
{
    private const string Table = """
        | level | area | folders |
        |---|---|---|
        | 3 | Features | `Batches` |
        | 2 | Planning | `Routing` `Keys` |
        | 2 | Calling | `Wire` |
        | 1 | Foundation | `Json` `Yaml` |
        """;

    private readonly TempFolder _core = new();

    public LayerTests()
    {
        Write("Batches/Batch.cs", "using AgentCore.LiteLlm.Routing;\nusing AgentCore.LiteLlm.Wire;\n", "Route To, Json.Text File");
        Write("Routing/Route.cs", "using AgentCore.LiteLlm.Keys.Reading;\n", "Key Key");
        Write("Keys/Reading/Key.cs", "using AgentCore.LiteLlm.Json;\n", "Text Name");
        Write("Wire/Call.cs", "using AgentCore.LiteLlm.Json;\n", "Text Body, string Yaml");
        Write("Json/Text.cs", "// using AgentCore.LiteLlm.Wire;\n", "string Routing");
        Write("Yaml/Node.cs", "", "");
    }

    public void Dispose() => _core.Dispose();

    [Fact]
    public void The_folders_of_the_core_keep_to_their_layers()
    {
        FolderGraph core = FolderGraph.Read(Repository.PathTo("src", "AgentCore.LiteLlm.Core"));

        Assert.True(core.Arrows.Count > 500, "The usings of the core were not found.");
        IReadOnlyList<string> wrong = LayerTable.Read(File.ReadAllText(Repository.PathTo("docs", "architecture.md"))).Check(core);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Arrows_that_lead_down_are_well() => Assert.Equal("", Check());

    [Theory]
    [InlineData("using AgentCore.LiteLlm.Routing;")]
    [InlineData("using   AgentCore . LiteLlm . Routing ;")]
    [InlineData("using static AgentCore.LiteLlm.Routing.Route;")]
    [InlineData("using Way = AgentCore.LiteLlm.Routing.Route;")]
    [InlineData("using Ways = global::AgentCore.LiteLlm.Routing;")]
    [InlineData("", "AgentCore.LiteLlm.Routing.Route Way")]
    [InlineData("", "Routing.Route Way")]
    [InlineData("", "System.Collections.Generic.List<Routing\n  .Route> Ways")]
    [InlineData("", "string Way = $\"{Routing.Route.Name}\"")]
    [InlineData("namespace AgentCore.LiteLlm.Json;\nusing Routing;")]
    [InlineData("namespace AgentCore.LiteLlm.Json;\nusing Way = Routing.Route;")]
    public void An_arrow_upwards_is_found_however_it_is_written(string top, string members = "")
    {
        Write("Json/Wrong.cs", $"{top}\n", members);

        string found = Check();

        Assert.Matches(@"^Json/Wrong\.cs:[1-5]: Json -> Routing: .*Rout", found);
        Assert.Contains("\n  Routing stands higher, in Planning, than Json, in Foundation.", found, StringComparison.Ordinal);
        Assert.Contains("A circle:", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_global_using_is_an_arrow_of_every_folder()
    {
        Write("Batches/Everywhere.cs", "\nglobal using AgentCore.LiteLlm.Routing;\n", "");

        Assert.Contains("Batches/Everywhere.cs:2: Json -> Routing: global using AgentCore.LiteLlm.Routing;", Check(), StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_a_using_of_the_project()
    {
        _core.Write("Core.csproj", "<Project>\n  <ItemGroup><Using Include=\"AgentCore.LiteLlm.Wire\" /></ItemGroup>\n</Project>");

        Assert.Contains("Core.csproj:2: Yaml -> Wire:", Check(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Routing", "Wire")]
    [InlineData("Wire", "Routing")]
    public void Areas_of_one_level_do_not_know_each_other(string from, string to)
    {
        Write($"{from}/Wrong.cs", $"using AgentCore.LiteLlm.{to};\n", "");

        Assert.Matches($@"^{from}/Wrong\.cs:1: {from} -> {to}: .*\n  \w+ and \w+ do not know each other\.$", Check());
    }

    [Fact]
    public void A_circle_within_an_area_is_found_with_its_files()
    {
        Write("Json/Wrong.cs", "using AgentCore.LiteLlm.Yaml;\n", "");
        Write("Yaml/Wrong.cs", "\n", "Json.Text Text");

        Assert.Equal(
            """
            A circle:
              Json/Wrong.cs:1: Json -> Yaml: using AgentCore.LiteLlm.Yaml;
              Yaml/Wrong.cs:3: Yaml -> Json: public sealed record Wrong(Json.Text Text);
            """,
            Check());
    }

    [Fact]
    public void A_folder_that_the_table_does_not_name_is_a_mistake_and_so_is_one_that_is_gone()
    {
        Write("Tools/Tool.cs", "", "");
        Directory.Delete(Path.Combine(_core.Path, "Yaml"), recursive: true);

        Assert.Equal("Tools: the table of layers does not name this folder.\nYaml: the table of layers names it, and there is no such folder.", Check());
    }

    [Fact]
    public void A_type_does_not_hide_in_a_namespace_that_is_not_its_folders()
    {
        _core.Write("Yaml/Hidden.cs", "namespace AgentCore.LiteLlm.Json\n{\n}\n\nnamespace AgentCore.LiteLlm\n{\n}\n");
        _core.Write("Everywhere.cs", "namespace AgentCore.LiteLlm;\n");

        Assert.Equal(
            """
            Everywhere.cs:1: AgentCore.LiteLlm is not the namespace of the file's folder.
            Yaml/Hidden.cs:1: AgentCore.LiteLlm.Json is not the namespace of the file's folder.
            Yaml/Hidden.cs:5: AgentCore.LiteLlm is not the namespace of the file's folder.
            """,
            Check());
    }

    [Theory]
    [InlineData("using Ours = AgentCore.LiteLlm;")]
    [InlineData("using Ours = global::AgentCore;")]
    public void An_alias_does_not_hide_which_namespace_is_meant(string alias)
    {
        Write("Json/Hidden.cs", $"{alias}\n", "Ours.Routing.Route Way");

        Assert.Equal("Json/Hidden.cs:1: an alias of all our namespaces hides which one is meant.", Check());
    }

    private string Check() => string.Join('\n', LayerTable.Read(Table).Check(FolderGraph.Read(_core.Path)));

    private void Write(string file, string top, string members)
    {
        string space = $"namespace AgentCore.LiteLlm.{string.Join('.', file.Split('/')[..^1])};\n";
        string type = $"public sealed record {Path.GetFileNameWithoutExtension(file)}({members});\n";
        _core.Write(file, top.StartsWith("namespace", StringComparison.Ordinal) ? top + type : top + space + type);
    }
}
