using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Headers;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Routing;

/// <summary>Gathers the extra headers of a call, and refuses those that cannot be sent.</summary>
/// <param name="findings">Where findings go.</param>
/// <param name="origins">Where each header's origin is noted.</param>
/// <param name="hasKey">Whether a key fills the header <c>Authorization</c>.</param>
/// <param name="omitted">How much a header matters that is left out.</param>
/// <param name="block">Where they are named.</param>
internal sealed class HeaderResolver(
    Findings findings,
    IDictionary<string, string> origins,
    bool hasKey,
    DiagnosticSeverity omitted = DiagnosticSeverity.Information,
    string block = "model.extra_headers_env")
{
    private readonly ImmutableArray<SecretHeader>.Builder _values = ImmutableArray.CreateBuilder<SecretHeader>();
    private readonly ImmutableArray<string>.Builder _omitted = ImmutableArray.CreateBuilder<string>();

    /// <summary>Gets the headers that can be sent.</summary>
    public ImmutableArray<SecretHeader> Values => _values.ToImmutable();

    /// <summary>Gets the names of those whose variable is not set.</summary>
    public ImmutableArray<string> Omitted => _omitted.ToImmutable();

    /// <summary>Adds headers to a model that is already resolved; one that it has is replaced.</summary>
    /// <param name="model">The model.</param>
    /// <param name="headers">The headers.</param>
    /// <returns>The model with them, and every reason against it.</returns>
    public static Checked<ResolvedModel> AddTo(ResolvedModel model, ImmutableArray<SecretHeader> headers)
    {
        Findings findings = model.Blueprint.StartFindings();
        Dictionary<string, string> origins = new(model.Origins);
        HeaderResolver resolver = new(findings, origins, model.HasApiKey);
        resolver.AddGiven(headers);
        ImmutableArray<SecretHeader> kept = [.. model.SecretHeaders.Where(h => !Has(headers, h.Name))];
        ResolvedModel result = model with
        {
            SecretHeaders = [.. kept, .. resolver.Values],
            HeaderNames = [.. model.HeaderNames.Where(n => !Has(headers, n)), .. resolver.Values.Select(h => h.Name)],
            OmittedHeaders = [.. model.OmittedHeaders.Where(n => !Has(headers, n))],
            Origins = origins,
            Fallbacks =
            [
                .. model.Fallbacks.Select(f => f.Address.Authority != model.Address.Authority ? f : f with
                {
                    SecretHeaders = [.. kept, .. resolver.Values],
                    HeaderNames = [.. model.HeaderNames.Where(n => !Has(headers, n)), .. resolver.Values.Select(h => h.Name)],
                }),
            ],
        };
        return findings.ToChecked(result);
    }

    /// <summary>Adds the headers that a blueprint names, save those that the caller gives.</summary>
    public void AddNamed(IReadOnlyDictionary<string, string> variablesByName, ImmutableArray<SecretHeader> given, IVariables variables)
    {
        foreach ((string name, string variable) in variablesByName)
        {
            if (Has(given, name))
            {
                continue;
            }

            string path = $"{block}.{name}";
            string? value = variables.Find(variable)?.Trim();
            if (string.IsNullOrEmpty(value))
            {
                _omitted.Add(name);
                findings.Add(
                    omitted,
                    DiagnosticCodes.HeaderOmitted,
                    findings.PlaceOf(path),
                    $"the header '{name}' is left out: the environment variable '{VariableNames.Excerpt(variable)}' is not set or empty.");
            }
            else
            {
                Add(new SecretHeader(name, new Secret(value)), $"the value of '{variable}'", path, $"{findings.Name(path)}, variable {variable}");
            }
        }
    }

    /// <summary>Adds the headers that the caller gives.</summary>
    public void AddGiven(ImmutableArray<SecretHeader> headers)
    {
        foreach (SecretHeader header in headers)
        {
            Add(header, "its value", block, ModelOverrides.Origin);
        }
    }

    private static bool Has(ImmutableArray<SecretHeader> headers, string name) =>
        headers.Any(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase));

    private void Add(SecretHeader header, string source, string path, string origin)
    {
        if (FindProblem(header, source) is { } problem)
        {
            findings.Error(DiagnosticCodes.HeaderInvalid, path, $"the header '{SecretShapes.Excerpt(header.Name)}' cannot be sent: {problem}");
            return;
        }

        origins[$"Headers.{header.Name}"] = origin;
        _values.Add(header);
    }

    private string? FindProblem(SecretHeader header, string source)
    {
        if (HeaderRules.FindNameProblem(header.Name) is { } inName)
        {
            return $"its name {inName}";
        }

        if (HeaderRules.IsReserved(header.Name))
        {
            return "only the transport may set it.";
        }

        return HeaderRules.IsAuthorization(header.Name) && hasKey ? "the key is sent in it."
            : header.Value.FindHeaderProblem() is { } inValue ? $"{source} {inValue}"
            : null;
    }
}
