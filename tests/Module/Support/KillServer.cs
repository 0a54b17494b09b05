using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

// An endpoint over loopback whose models are a script. The model of a single agent calls a tool twice in each of its turns but the last; those of a team call
// it and answer, each by its name, and the judge is content with the second draft. It says how often each turn was asked for, and ends the process that asks at
// the request that it is told.
public sealed class KillServer : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly int _turns;
    private int _left;

    public KillServer(int turns)
    {
        _turns = turns;
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public string BaseUrl { get { return "http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port + "/v1"; } }

    public ConcurrentQueue<string> Asked { get; } = new ConcurrentQueue<string>();

    public Process Asker { get; set; }

    // The request, counted from now on, at which the process ends: 0 for none.
    public int KillAt { set { _left = value; } }

    public void Dispose() { _listener.Stop(); }

    private void Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = _listener.AcceptTcpClient();
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException) { }
        catch (ObjectDisposedException) { }
        catch (InvalidOperationException) { }
    }

    private void Serve(TcpClient client)
    {
        try
        {
            using (client)
            using (NetworkStream stream = client.GetStream())
            {
                while (ReadRequest(stream) is string body)
                {
                    int turn = Regex.Matches(body, "\"role\":\"assistant\"").Count + 1;
                    string model = Regex.Match(body, "\"model\":\"([a-z]+)\"").Groups[1].Value;
                    Asked.Enqueue(model + turn);
                    if (_left > 0 && Interlocked.Decrement(ref _left) == 0)
                    {
                        Asker.Kill();
                        return;
                    }

                    bool isTold = Regex.Matches(body, "\"role\":\"([a-z]+)\"") is { Count: > 0 } roles && roles[roles.Count - 1].Groups[1].Value == "tool";
                    string message = ToMessage(model, turn, isTold);
                    string reason = message.Contains("tool_calls") ? "tool_calls" : "stop";
                    byte[] json = Encoding.UTF8.GetBytes(
                        "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"" + reason
                        + "\",\"message\":" + message + "}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1,\"total_tokens\":11}}");
                    byte[] head = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + json.Length + "\r\n\r\n");
                    stream.Write(head, 0, head.Length);
                    stream.Write(json, 0, json.Length);
                }
            }
        }
        catch (IOException) { }
    }

    private string ToMessage(string model, int turn, bool isTold)
    {
        if (model == "m")
        {
            return turn > _turns ? Say("done") : Ask(Call(turn + "-1", Text(turn + "-1")), Call(turn + "-2", Text(turn + "-2")));
        }

        // Ids are the same in every node, as endpoints give them.
        string name = model + turn;
        switch (model)
        {
            case "a": return isTold ? Say("a") : Ask(Call("x-1", Text(name + "-1")), Call("x-2", Text(name + "-2")));
            case "b": case "c": return isTold ? Say(model) : Ask(Call("x-1", Text(name + "-1")));
            case "s": return isTold ? Say("s") : Ask(Call("x-1", Text(name + "-1")), Call(
                "x-2", "\"name\":\"handoff_to_agent\",\"arguments\":\"{\\\"agent_name\\\":\\\"two\\\",\\\"message\\\":\\\"go on\\\"}\""));
            case "r": return Say("{\\\"score\\\":" + (turn == 1 ? "0.5" : "0.9") + "}");
            default: return Say("done");
        }
    }

    private static string Say(string text) { return "{\"role\":\"assistant\",\"content\":\"" + text + "\"}"; }

    private static string Ask(params string[] calls)
    {
        return "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + string.Join(",", calls) + "]}";
    }

    private static string Call(string id, string function) { return "{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{" + function + "}}"; }

    private static string Text(string text) { return "\"name\":\"Add-Line\",\"arguments\":\"{\\\"Text\\\":\\\"" + text + "\\\"}\""; }

    private static string ReadRequest(NetworkStream stream)
    {
        List<byte> head = new List<byte>();
        while (head.Count < 4 || head[head.Count - 1] != '\n' || head[head.Count - 3] != '\n')
        {
            int next = stream.ReadByte();
            if (next < 0)
            {
                return null;
            }

            head.Add((byte)next);
        }

        Match length = Regex.Match(Encoding.ASCII.GetString(head.ToArray()), "content-length: *([0-9]+)", RegexOptions.IgnoreCase);
        byte[] body = new byte[int.Parse(length.Groups[1].Value)];
        for (int read = 0; read < body.Length;)
        {
            int more = stream.Read(body, read, body.Length - read);
            if (more <= 0)
            {
                return null;
            }

            read += more;
        }

        return Encoding.UTF8.GetString(body);
    }
}

// Ends a process at the n-th time that a run is written down, as soon as the system tells of it.
public sealed class KillOnWrite : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private int _left;

    public KillOnWrite(string folder, int at, Process process)
    {
        _left = at;
        _watcher = new FileSystemWatcher(folder, "run.json") { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName };
        _watcher.Renamed += (_, e) => { if (Interlocked.Decrement(ref _left) == 0) { try { process.Kill(); } catch (InvalidOperationException) { } } };
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose() { _watcher.Dispose(); }
}
