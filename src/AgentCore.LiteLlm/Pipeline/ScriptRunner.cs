using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.TestEndpoints;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>
/// Runs the scriptblocks that make replies, one at a time, in a runspace of their own: the session's is busy with the very call
/// that waits for the reply. As in ForEach-Object -Parallel, <c>$_</c> is the input and <c>$using:</c> reaches the session.
/// </summary>
internal sealed class ScriptRunner : IDisposable
{
    private readonly object _lock = new();
    private Runspace? _runspace;
    private bool _isDisposed;

    /// <summary>Gives what turns a scriptblock into a reply.</summary>
    /// <param name="session">Where <c>$using:</c> values are looked up, now.</param>
    public Func<ScriptBlock, TestReply> ToReply(SessionState session) => script =>
    {
        Hashtable values = ReadUsing(script, session);
        string text = $"param($__request)\n$__request | ForEach-Object {{\n{script}\n}}";
        return new TestReply.Computed(request => Run(text, values, request));
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _runspace?.Dispose();
        }
    }

    private TestReply Run(string text, Hashtable values, TestRequest request)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return Failed("the endpoint was stopped.");
            }

            try
            {
                using PowerShell shell = PowerShell.Create();
                shell.Runspace = Open();
                shell.AddScript(text).AddArgument(TestRequestView.Of(request)).AddParameter("--%", values);
                return ToReply(shell.Invoke<object?>());
            }
            catch (RuntimeException e)
            {
                return Failed(e.Message);
            }
        }
    }

    private static TestReply ToReply(ICollection<object?> output)
    {
        object?[] replies = [.. output.Where(o => o is not null)];
        if (replies.Length == 0)
        {
            return new TestReply.Echo();
        }

        string? problem = "it wrote more than one reply.";
        TestReply? reply = replies.Length == 1 ? TestReplyArguments.Read(replies[0], null, out problem) : null;
        return reply ?? Failed(problem!);
    }

    private static TestReply.Failure Failed(string problem) => new(400, $"The scriptblock that makes the reply failed: {problem}") { Code = "script_failed" };

    private Runspace Open()
    {
        if (_runspace is null)
        {
            _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
            _runspace.Open();
        }

        return _runspace;
    }

    // The engine looks a value up by its expression's text, written in base64; a variable's is in lower case.
    private static Hashtable ReadUsing(ScriptBlock script, SessionState session)
    {
        Hashtable values = [];
        foreach (UsingExpressionAst found in script.Ast.FindAll(a => a is UsingExpressionAst, searchNestedScriptBlocks: true).Cast<UsingExpressionAst>())
        {
            if (found.SubExpression is VariableExpressionAst variable)
            {
                string key = Convert.ToBase64String(Encoding.Unicode.GetBytes(found.ToString().ToLowerInvariant()));
                values[key] = session.PSVariable.GetValue(variable.VariablePath.UserPath);
            }
        }

        return values;
    }
}
