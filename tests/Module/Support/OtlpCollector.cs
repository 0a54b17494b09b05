using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

/// <summary>Takes spans by OTLP over HTTP, and remembers what came.</summary>
public sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener _listener = new();

    public OtlpCollector()
    {
        while (!_listener.IsListening)
        {
            TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            Address = $"http://127.0.0.1:{port}";
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add($"{Address}/");
            try
            {
                _listener.Start();
            }
            catch (HttpListenerException)
            {
                // Somebody else took it meanwhile.
            }
        }

        _ = AnswerAsync();
    }

    public string Address { get; private set; } = "";

    public ConcurrentQueue<string> Paths { get; } = new();

    public ConcurrentQueue<string> Authorizations { get; } = new();

    public ConcurrentQueue<string> Bodies { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync()
    {
        try
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using StreamReader reader = new(context.Request.InputStream);
                Paths.Enqueue(context.Request.Url!.AbsolutePath);
                Authorizations.Enqueue(context.Request.Headers["Authorization"]);
                Bodies.Enqueue(await reader.ReadToEndAsync());
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes("{}"));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }
}
