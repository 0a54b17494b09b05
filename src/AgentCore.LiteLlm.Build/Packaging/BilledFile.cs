namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>A file as the bill of materials names it.</summary>
/// <param name="File">The file that is shipped.</param>
/// <param name="Package">The id of the package that brings it; null for the module's own.</param>
/// <param name="Original">The file that it was made of by the native compiler; null where it is shipped as it was.</param>
internal sealed record BilledFile(PackedFile File, string? Package, ReadOnlyMemory<byte>? Original);
