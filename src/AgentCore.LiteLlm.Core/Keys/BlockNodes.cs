using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>Finds what is written for the keys of a block, and reports what is missing, empty or of another kind.</summary>
internal static class BlockNodes
{
    /// <summary>Finds the value of a key.</summary>
    /// <param name="block">The block.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value to read: null, after the finding that is due, when there is none.</returns>
    public static YamlNode? Find(BlockReader block, BlueprintKey key)
    {
        YamlNode? node = block.Node.Find(key.Name);
        if (node is null)
        {
            if (key.IsRequired)
            {
                BlockReport.Missing(block, key);
            }

            return null;
        }

        if (node is YamlScalar scalar)
        {
            if (scalar.Style == YamlScalarStyle.Refused)
            {
                return null;
            }

            if (YamlScalarKinds.KindOf(scalar) == YamlScalarKind.Null)
            {
                if (!key.IsNullable)
                {
                    BlockReport.NoValue(scalar, key, new ValuePath(block, key.Name));
                }

                return null;
            }
        }

        return node;
    }

    /// <summary>Finds the mapping of a key.</summary>
    /// <param name="block">The block.</param>
    /// <param name="key">The key.</param>
    /// <returns>The mapping; null, after the finding that is due, when there is none.</returns>
    public static YamlMapping? FindMapping(BlockReader block, BlueprintKey key)
    {
        YamlNode? node = Find(block, key);
        if (node is null or YamlMapping)
        {
            return (YamlMapping?)node;
        }

        BlockReport.WrongKind(node, key.Expected, new ValuePath(block, key.Name));
        return null;
    }

    /// <summary>Finds the entries of a key that holds a list.</summary>
    /// <param name="block">The block.</param>
    /// <param name="key">The key.</param>
    /// <param name="minimum">How many entries there must be at least.</param>
    /// <param name="maximum">How many there may be.</param>
    /// <returns>The entries; null, after the finding that is due, when there is no list.</returns>
    public static YamlNode[]? FindList(BlockReader block, BlueprintKey key, int minimum, int maximum)
    {
        YamlNode? node = Find(block, key);
        if (node is not YamlSequence list)
        {
            if (node is not null)
            {
                BlockReport.WrongKind(node, key.Expected, new ValuePath(block, key.Name));
            }

            return null;
        }

        if (list.Items.Length < minimum || list.Items.Length > maximum)
        {
            BlockReport.WrongCount(list.Mark, key, new ValuePath(block, key.Name), list.Items.Length);
        }

        return list.Items;
    }

    /// <summary>Finds which of the shapes that a list's entries may have one of them has: that whose first key it has.</summary>
    /// <param name="mapping">The entry.</param>
    /// <param name="shapes">The shapes.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>The shape; null, after the finding that is due, when it has none.</returns>
    public static BlockShape? FindShape(YamlMapping mapping, BlockShape[] shapes, ValuePath place)
    {
        if (shapes.Length == 1)
        {
            return shapes[0];
        }

        foreach (BlockShape shape in shapes)
        {
            if (mapping.Find(shape.Keys[0].Name) is not null)
            {
                return shape;
            }
        }

        BlockReport.NoShape(mapping, shapes, place);
        return null;
    }
}
