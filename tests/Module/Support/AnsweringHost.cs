using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

/// <summary>A host in which somebody answers every question with the same choice and types lines, and what he sees is kept.</summary>
public sealed class AnsweringHost : PSHost
{
    private readonly AnsweringUserInterface _ui;

    public AnsweringHost(int choice, params string[] typed) => _ui = new AnsweringUserInterface(choice, typed);

    public List<string> Questions => _ui.Questions;

    public string Shown => _ui.Shown.ToString();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "AnsweringHost";

    public override PSHostUserInterface UI => _ui;

    public override Version Version => new Version(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }

    private sealed class AnsweringUserInterface : PSHostUserInterface
    {
        private readonly int _choice;
        private readonly Queue<string> _typed;

        public AnsweringUserInterface(int choice, string[] typed)
        {
            _choice = choice;
            _typed = new Queue<string>(typed);
        }

        public List<string> Questions { get; } = new List<string>();

        public StringBuilder Shown { get; } = new StringBuilder();

        public override PSHostRawUserInterface RawUI => null;

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
            throw new NotSupportedException();

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        {
            Questions.Add(message + " [" + choices[defaultChoice].Label.Replace("&", "") + "]");
            return _choice;
        }

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
            throw new NotSupportedException();

        public override PSCredential PromptForCredential(
            string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
            throw new NotSupportedException();

        public override string ReadLine() => _typed.Count > 0 ? _typed.Dequeue() : throw new NotSupportedException();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

        public override void Write(string value)
        {
            Shown.Append(value);
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        {
            Shown.Append(value);
        }

        public override void WriteDebugLine(string message)
        {
            Shown.AppendLine(message);
        }

        public override void WriteErrorLine(string value)
        {
            Shown.AppendLine(value);
        }

        public override void WriteLine(string value)
        {
            Shown.AppendLine(value);
        }

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override void WriteVerboseLine(string message)
        {
            Shown.AppendLine(message);
        }

        public override void WriteWarningLine(string message)
        {
            Shown.AppendLine(message);
        }
    }
}
