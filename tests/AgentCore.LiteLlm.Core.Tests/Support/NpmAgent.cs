using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A remote agent by the protocol's own library, from npm, that ends with its test.</summary>
internal sealed class NpmAgent : IAsyncDisposable
{
    private const string Package = "@a2a-js/sdk";

    // What it does is what it is told: say, judge, ask, fail, reject, hang, or work.
    private const string Script = """
        import express from 'express';
        import { randomUUID } from 'node:crypto';
        import * as lib from '@a2a-js/sdk/server';
        import { agentCardHandler, jsonRpcHandler, UserBuilder } from '@a2a-js/sdk/server/express';
        import * as sdk from '@a2a-js/sdk';

        const old = !('A2A_PROTOCOL_VERSION' in sdk) || !String(sdk.A2A_PROTOCOL_VERSION).startsWith('1.');
        const state = (name) => (old ? name : sdk.TaskState['TASK_STATE_' + name.toUpperCase().replace('-', '_')]);
        const part = (kind, value) => (old ? { kind, [kind]: value } : { content: { $case: kind, value }, metadata: undefined, filename: '', mediaType: '' });
        const text = (t) => part('text', t);
        const message = (c, parts) => old
          ? { kind: 'message', messageId: randomUUID(), role: 'agent', parts, contextId: c.contextId, taskId: c.taskId }
          : { messageId: randomUUID(), role: sdk.Role.ROLE_AGENT, parts, contextId: c.contextId, taskId: c.taskId, extensions: [], referenceTaskIds: [] };
        const status = (s, m) => ({ state: state(s), message: m, timestamp: new Date().toISOString() });
        const makers = { task: 'task', message: 'message', 'status-update': 'statusUpdate', 'artifact-update': 'artifactUpdate' };
        const send = (bus, kind, event) => bus.publish(old ? { kind, ...event } : lib.AgentEvent[makers[kind]](event));
        const seen = [];
        const stopped = new Set();

        class Executor {
          async execute(c, bus) {
            const asked = c.userMessage.parts.map((p) => (old ? p.text ?? '' : p.content?.$case === 'text' ? p.content.value : '')).join('|');
            if (asked.startsWith('say ')) {
              send(bus, 'message', message(c, [text(asked.slice(4))]));
              bus.finished();
              return;
            }
            const ids = { taskId: c.taskId, contextId: c.contextId };
            send(bus, 'task', { id: c.taskId, contextId: c.contextId, status: status('submitted'), history: [c.userMessage], artifacts: [] });
            const tell = (s, m, final) => send(bus, 'status-update', { ...ids, status: status(s, m), final });
            const end = (s, m) => { tell(s, m, true); bus.finished(); };
            tell('working', undefined, false);
            if (asked.startsWith('hang')) { await new Promise((r) => { this.stop = r; }); return end('canceled'); }
            if (asked.startsWith('ask')) return end('input-required', message(c, [text('Which one?')]));
            if (asked.startsWith('fail')) return end('failed', message(c, [text('It broke.')]));
            if (asked.startsWith('reject')) return end('rejected', message(c, [text('Not me.')]));
            await new Promise((r) => setTimeout(r, 30));
            const parts = asked.startsWith('judge') ? [part('data', { score: 0.9 })] : [text('Done: '), text(asked)];
            const artifact = { artifactId: 'a1', name: 'n', description: '', parts, extensions: [] };
            send(bus, 'artifact-update', { ...ids, artifact, append: false, lastChunk: true });
            end('completed');
          }
          async cancelTask(taskId, bus) { stopped.add(taskId); this.stop?.(); }
        }

        const app = express();
        const server = app.listen(0, '127.0.0.1', () => {
          const base = `http://127.0.0.1:${server.address().port}`;
          const modes = { defaultInputModes: ['text/plain'], defaultOutputModes: ['text/plain'] };
          const about = { name: 'Remote', description: 'Does it.', version: '1', skills: [], ...modes };
          const card = old
            ? { ...about, protocolVersion: '0.3.0', url: `${base}/rpc`, preferredTransport: 'JSONRPC', capabilities: {} }
            : { ...about, supportedInterfaces: [{ url: `${base}/rpc`, protocolBinding: 'JSONRPC', protocolVersion: '1.0', tenant: '' }],
                capabilities: { extensions: [] }, securitySchemes: {}, securityRequirements: [], signatures: [] };
          const handler = new lib.DefaultRequestHandler(card, new lib.InMemoryTaskStore(), new Executor());
          app.use((q, r, next) => { seen.push({ path: q.path, key: q.headers.authorization ?? null }); next(); });
          app.get('/seen', (q, r) => r.json({ seen, stopped: [...stopped] }));
          app.use('/.well-known/agent-card.json', agentCardHandler({ agentCardProvider: handler }));
          app.use('/rpc', jsonRpcHandler({ requestHandler: handler, userBuilder: UserBuilder.noAuthentication }));
          console.log(`listening on ${base}`);
        });
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private NpmAgent(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts an agent that speaks the protocol of a version of the library. Skips the test where there is no Node.js, or no package.</summary>
    public static async Task<NpmAgent> StartAsync(string version, CancellationToken token)
    {
        string folder = await NpmPackages.InstallAsync($"npm-a2a-{version}", [$"{Package}@{version}", "express@5.1.0"], token);
        await File.WriteAllTextAsync(Path.Combine(folder, "agent.mjs"), Script, token);
        Process server = NpmPackages.Start("node", ["agent.mjs"], folder);
        while (await server.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(Limit, token) is { } line)
        {
            if (Regex.Match(line, @"listening on (http://\S+)") is { Success: true } found)
            {
                return new NpmAgent(server, new Uri(found.Groups[1].Value));
            }
        }

        string errors = await server.StandardError.ReadToEndAsync(token);
        server.Dispose();
        throw new InvalidOperationException($"The agent did not start: {errors}");
    }

    /// <summary>Asks the agent what it was asked, and which tasks were ended.</summary>
    public async Task<(string[] Keys, string[] Stopped)> FindSeenAsync(CancellationToken token)
    {
        using HttpClient http = new();
        using JsonDocument json = JsonDocument.Parse(await http.GetStringAsync(new Uri(Address, "/seen"), token));
        return (
            [.. json.RootElement.GetProperty("seen").EnumerateArray().Where(s => s.GetProperty("path").GetString() != "/seen")
                .Select(s => s.GetProperty("key").GetString() ?? "")],
            [.. json.RootElement.GetProperty("stopped").EnumerateArray().Select(s => s.GetString()!)]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
