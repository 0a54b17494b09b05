using System.Diagnostics;
using System.Net.Sockets;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Files;

/// <summary>What has a path and is no file, of every kind that a test can make.</summary>
internal static class NoFile
{
    /// <summary>The kinds, and how an error names each.</summary>
    public static TheoryData<string, string> Kinds { get; } = new()
    {
        { "folder", "folder" },
        { "pipe", "pipe" },
        { "socket", "socket" },
        { "zero", "device" },
        { "full", "device" },
        { "linked pipe", "pipe" },
        { "linked device", "device" },
    };

    /// <summary>Makes one in a folder, or finds one of the system's.</summary>
    public static string Make(string folder, string kind)
    {
        string path = Path.Combine(folder, "odd");
        if (kind == "folder")
        {
            return Directory.CreateDirectory(path).FullName;
        }

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps pipes and devices elsewhere.");
        switch (kind)
        {
            case "pipe":
                MakePipe(path);
                break;
            case "socket":
                using (Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    socket.Bind(new UnixDomainSocketEndPoint(path));
                    File.Move(path, path + ".socket");
                }

                return path + ".socket";
            case "linked pipe":
                MakePipe(path + ".pipe");
                File.CreateSymbolicLink(path, path + ".pipe");
                break;
            case "linked device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            default:
                return $"/dev/{kind}";
        }

        return path;
    }

    private static void MakePipe(string path)
    {
        using Process maker = Process.Start("mkfifo", [path]);
        maker.WaitForExit();
        Assert.Equal(0, maker.ExitCode);
    }
}
