using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Writes findings as a SARIF 2.1.0 document, which code scanning reads. The same findings give the same text.</summary>
internal static class SarifWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a document.</summary>
    /// <param name="findings">The findings, in the order they shall have; suppressed ones are marked as such.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <param name="descriptions">What the codes mean; null for what the documentation of blueprints says.</param>
    /// <returns>The text of the document.</returns>
    public static string Write(IReadOnlyList<Diagnostic> findings, string root, IReadOnlyDictionary<string, CodeDescription>? descriptions = null)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            string[] codes = [.. findings.Select(f => f.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            WriteTool(json, codes, descriptions ?? CodeDescription.ReadAll());
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (Diagnostic finding in findings)
            {
                WriteResult(json, finding, Array.BinarySearch(codes, finding.Code, StringComparer.Ordinal), root);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void WriteTool(Utf8JsonWriter json, string[] codes, IReadOnlyDictionary<string, CodeDescription> descriptions)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "AgentCore.LiteLlm");
        json.WriteString("semanticVersion", typeof(SarifWriter).Assembly.GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (string code in codes)
        {
            CodeDescription description = descriptions[code];
            json.WriteStartObject();
            json.WriteString("id", code);
            WriteMessage(json, "shortDescription", description.Meaning);
            WriteMessage(json, "help", description.Remedy);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", ToLevel(description.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic finding, int rule, string root)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", ToLevel(finding.Severity));
        WriteMessage(json, "message", $"{finding.Message} {finding.Suggestion}".TrimEnd());
        json.WriteStartArray("locations");
        if (finding.Location is { } place)
        {
            WriteLocation(json, place, finding.Path, root);
        }

        json.WriteEndArray();

        // Where one result says whether it is suppressed, all must.
        json.WriteStartArray("suppressions");
        if (finding.SuppressionReason is { } reason)
        {
            json.WriteStartObject();
            json.WriteString("kind", "inSource");
            json.WriteString("justification", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, SourceLocation place, string? path, string root)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        string uri = ReportPath.ToUri(ReportPath.From(place.File, root));
        json.WriteString("uri", uri);
        if (!uri.StartsWith("file:", StringComparison.Ordinal))
        {
            json.WriteString("uriBaseId", "%SRCROOT%");
        }

        json.WriteEndObject();
        if (place.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", place.Line);
            json.WriteNumber("startColumn", place.Column);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (path is not null)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", path);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string ToLevel(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "note",
    };
}
