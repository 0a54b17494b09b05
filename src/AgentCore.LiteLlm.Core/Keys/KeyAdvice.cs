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

        if (InvisibleCharacters.FindIn(name) is { } hidden)
        {
            string bare = InvisibleCharacters.Without(name);
            return shape.Find(bare) is not null ? $"It holds {hidden}: write '{bare}' without it." : $"It holds {hidden}: delete that.";
        }

        if (shape == root && root.Meant.TryGetValue(name, out string? meant))
        {
            return meant;
        }

        if (shape == root && Under(name, root) is { } home)
        {
            return home;
        }

        if (shape.Keys.Count(k => k.Name.EndsWith($"_{name}", StringComparison.Ordinal)) == 1)
        {
            return $"Did you mean '{shape.Keys.First(k => k.Name.EndsWith($"_{name}", StringComparison.Ordinal)).Name}'?";
        }

        if (NearestName.Find(name, [.. shape.Keys.Select(k => k.Name)]) is { } near)
        {
            return $"Did you mean '{near}'?";
        }

        if (shape != root)
        {
            return root.Find(name) is BlockKey or BlockListKey ? $"'{name}' belongs at the top level: check the indentation." : Under(name, shape);
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
