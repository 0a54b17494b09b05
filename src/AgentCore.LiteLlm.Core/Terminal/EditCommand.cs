namespace AgentCore.LiteLlm.Terminal;

/// <summary>What a key does to the line that is typed.</summary>
internal enum EditCommand
{
    /// <summary>Nothing: a key that has no use here.</summary>
    None,

    /// <summary>Goes a character back.</summary>
    Left,

    /// <summary>Goes a character on.</summary>
    Right,

    /// <summary>Goes to the beginning of a word.</summary>
    WordLeft,

    /// <summary>Goes to the end of a word.</summary>
    WordRight,

    /// <summary>Goes to the beginning of the line.</summary>
    LineStart,

    /// <summary>Goes to the end of the line.</summary>
    LineEnd,

    /// <summary>Goes a line up, or to what was typed before.</summary>
    Up,

    /// <summary>Goes a line down, or to what was typed after.</summary>
    Down,

    /// <summary>Removes the character before the cursor.</summary>
    Backspace,

    /// <summary>Removes the character at the cursor.</summary>
    Delete,

    /// <summary>Removes to the blank before the cursor.</summary>
    DeleteBack,

    /// <summary>Removes to the beginning of the word before the cursor.</summary>
    DeleteWordLeft,

    /// <summary>Removes to the end of the word after the cursor.</summary>
    DeleteWordRight,

    /// <summary>Removes to the beginning of the line.</summary>
    DeleteToStart,

    /// <summary>Removes to the end of the line.</summary>
    DeleteToEnd,

    /// <summary>Puts back what was removed last.</summary>
    Yank,

    /// <summary>Takes the last change back.</summary>
    Undo,

    /// <summary>Says what was typed, or begins another line where it is to go on.</summary>
    Enter,

    /// <summary>Begins another line.</summary>
    NewLine,

    /// <summary>Completes.</summary>
    Complete,

    /// <summary>Completes by what comes before.</summary>
    CompleteBack,

    /// <summary>Takes away what is offered.</summary>
    Escape,

    /// <summary>Clears the line, or asks whether to leave.</summary>
    Interrupt,

    /// <summary>Leaves where nothing is typed, else removes the character at the cursor.</summary>
    EndOfInput,

    /// <summary>Clears the screen.</summary>
    ClearScreen,
}
