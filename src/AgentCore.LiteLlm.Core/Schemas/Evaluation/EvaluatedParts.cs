namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>The properties and items of one value that some keyword has looked at: what <c>unevaluated…</c> leaves alone.</summary>
internal sealed class EvaluatedParts
{
    private HashSet<string>? _names;
    private HashSet<int>? _indexes;
    private bool _allNames;
    private int _itemsFromStart;

    public void AddName(string name) => (_names ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);

    public void AddIndex(int index) => (_indexes ??= []).Add(index);

    public void AddItemsFromStart(int count) => _itemsFromStart = Math.Max(_itemsFromStart, count);

    public void AddAllNames() => _allNames = true;

    public void AddAllItems() => _itemsFromStart = int.MaxValue;

    public bool HasName(string name) => _allNames || _names?.Contains(name) == true;

    public bool HasIndex(int index) => index < _itemsFromStart || _indexes?.Contains(index) == true;

    public void AddAll(EvaluatedParts others)
    {
        _allNames |= others._allNames;
        AddItemsFromStart(others._itemsFromStart);
        if (others._names is { } names)
        {
            (_names ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(names);
        }

        if (others._indexes is { } indexes)
        {
            (_indexes ??= []).UnionWith(indexes);
        }
    }
}
