using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Says what an author probably meant by a key that is not one.</summary>
internal static class KeyAdvice
{
    /// <summary>Advises about an unknown key.</summary>
    /// <param name="name">The key as it was written.</param>
    /// <param name="shape">The block it stands in.</param>
    /// <param name="root">The keys of the whole file.</param>
    /// <returns>The advice, or null when there is none.</returns>
    public static string? For(string name, BlockShape shape, BlockShape root)
    {
        if (root.Elsewhere is { } elsewhere && elsewhere.IsMeantBy(name, shape))
        {
            return elsewhere.Advice;
        }

        if (NearestName.Find(name, [.. shape.Keys.Select(k => k.Name)]) is { } near)
        {
            return $"Did you mean '{near}'?";
        }

        if (shape != root)
        {
            return root.Find(name) is BlockKey or BlockListKey ? $"'{name}' belongs at the top level: check the indentation." : Under(name, shape);
        }

        if (Under(name, root) is { } under)
        {
            return under;
        }

        foreach (BlueprintKey key in root.Keys)
        {
            if (key is BlockKey block && NearestName.Find(name, [.. block.Shape.Keys.Select(k => k.Name)]) is { } inside)
            {
                return $"Did you mean '{inside}', which belongs under '{block.Name}'?";
            }
        }

        return null;
    }

    private static string? Under(string name, BlockShape shape)
    {
        foreach (BlockKey block in shape.Keys.OfType<BlockKey>())
        {
            if (block.Shape.Find(name) is not null)
            {
                return $"'{name}' belongs under '{block.Name}'.";
            }
        }

        return null;
    }
}
