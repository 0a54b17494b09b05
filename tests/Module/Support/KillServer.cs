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

// An endpoint over loopback whose model is a script: in each of its turns but the last it calls a tool twice. It says how often each turn was asked for,
// and ends the process that asks at the request that it is told.
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

    public ConcurrentQueue<int> Asked { get; } = new ConcurrentQueue<int>();

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
                    Asked.Enqueue(turn);
                    if (_left > 0 && --_left == 0)
                    {
                        Asker.Kill();
                        return;
                    }

                    string message = turn > _turns
                        ? "{\"role\":\"assistant\",\"content\":\"done\"}"
                        : "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + Call(turn, 1) + "," + Call(turn, 2) + "]}";
                    string reason = turn > _turns ? "stop" : "tool_calls";
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

    private static string Call(int turn, int number)
    {
        string id = turn + "-" + number;
        return "{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"Add-Line\",\"arguments\":\"{\\\"Text\\\":\\\"" + id + "\\\"}\"}}";
    }

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
