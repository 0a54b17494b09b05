using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>Something known against some versions of LiteLLM.</summary>
/// <param name="Id">Its name in public lists.</param>
/// <param name="Kind">What is wrong with the versions.</param>
/// <param name="Affected">Which versions.</param>
/// <param name="Fixed">The first version after them that is not.</param>
/// <param name="IsOfPackage">Whether only the package on PyPI is affected, and the maker's own images are not.</param>
/// <param name="Date">When it became public.</param>
/// <param name="What">What it is, as a clause.</param>
/// <param name="Source">Where that is written.</param>
internal sealed record Advisory(
    string Id, AdvisoryKind Kind, VersionSpecifier Affected, PythonVersion Fixed, bool IsOfPackage, string Date, string What, string Source);
