namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>Knows where the values of a text stand that has been read.</summary>
internal interface IPlaces
{
    /// <summary>Gets the text.</summary>
    SourceText Text { get; }

    /// <summary>Finds the place of a value.</summary>
    /// <param name="path">Its path, such as <c>model.base_url</c>.</param>
    /// <returns>Its place, or that of the nearest block around it.</returns>
    TextPlace Find(string path);
}
