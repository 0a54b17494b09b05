using System.Text;
using AgentCore.LiteLlm.Attachments;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Attachments;

public sealed class AttachmentTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1];

    [Theory]
    [InlineData("89504E470D0A1A0A00", "image/png")]
    [InlineData("FFD8FFE000", "image/jpeg")]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250", "image/webp")]
    public void A_picture_has_the_type_that_its_bytes_say(string hex, string type) =>
        Assert.Equal(
            new ContentPart.Image($"data:{type};base64,{Convert.ToBase64String(Convert.FromHexString(hex))}"),
            Attachment.Image(Convert.FromHexString(hex), "a.txt"));

    [Theory]
    [InlineData("")]
    [InlineData("3C7376673E")]
    [InlineData("255044462D312E37")]
    [InlineData("524946460000000057415645")]
    public void What_is_no_picture_is_refused(string hex) => Assert.Throws<AttachmentException>(() => Attachment.Image(Convert.FromHexString(hex), "a.png"));

    [Fact]
    public void Documents_go_as_files_and_text_as_text()
    {
        byte[] pdf = Encoding.ASCII.GetBytes("%PDF-1.7 x");

        Assert.Equal(new ContentPart.File("a.pdf", $"data:application/pdf;base64,{Convert.ToBase64String(pdf)}", null), Attachment.File(pdf, "a.pdf"));
        Assert.Equal(new ContentPart.Words("notes.md:\nfür"), Attachment.File(Encoding.UTF8.GetBytes("\uFEFFfür"), "notes.md"));
        Assert.StartsWith(
            "data:application/vnd.openxmlformats", Assert.IsType<ContentPart.File>(Attachment.File([0x50, 0x4B, 3, 4], "a.DOCX")).Data,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_document_is_refused()
    {
        Assert.Throws<AttachmentException>(() => Attachment.File([0x50, 0x4B, 3, 4], "a.zip"));
        Assert.Throws<AttachmentException>(() => Attachment.File([1, 0, 2], "a.bin"));
        Assert.True(Assert.Throws<AttachmentException>(() => Attachment.File(Png, "a.png")).IsImage);
    }

    [Theory]
    [InlineData("https://example.com/a.png", true)]
    [InlineData("http://127.0.0.1/a.png", true)]
    [InlineData("ftp://example.com/a.png", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("https://user:pass@example.com/a.png", false)]
    [InlineData("data:image/png,abc", false)]
    [InlineData("data:image/png;base64,%%%", false)]
    [InlineData("data:", false)]
    public void An_address_is_passed_on_when_it_may_be(string url, bool passes)
    {
        Assert.True(Attachment.IsUrl(url));
        if (passes)
        {
            Assert.Equal(new ContentPart.Image(url), Attachment.ImageAt(url));
            Assert.Equal(new ContentPart.File(null, null, url), Attachment.FileAt(url));
        }
        else
        {
            Assert.DoesNotContain("pass@", Assert.Throws<AttachmentException>(() => Attachment.ImageAt(url)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("C:\\a\\b.png")]
    [InlineData("a/b.png")]
    public void A_path_is_no_address(string path) => Assert.False(Attachment.IsUrl(path));

    [Fact]
    public void A_file_too_large_or_without_content_is_not_attached()
    {
        using TempFolder folder = new();
        string large = Path.Combine(folder.Path, "large.png");
        using (FileStream file = File.Create(large))
        {
            file.SetLength(Attachment.MostBytes + 1L);
        }

        Assert.Throws<AttachmentException>(() => Attachment.Image(Attachment.Read(large).Span, "large.png"));
        Assert.Throws<AttachmentException>(() => Attachment.Image(Attachment.Read(folder.Write("empty.png", "")).Span, "empty.png"));
        Assert.Throws<FileException>(() => Attachment.Read(Path.Combine(folder.Path, "absent.png")));
    }

    [Fact]
    public async Task Parts_go_on_the_wire_as_the_schema_has_them()
    {
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, """{"choices":[{"message":{"content":"ok"},"finish_reason":"stop"}]}""");

        await ChatRun.OverAsync(wire, ChatRun.Request with
        {
            Messages =
            [
                new ChatMessage(ChatRole.User, "look")
                {
                    Parts =
                    [
                        Attachment.Image(Png, "a"), Attachment.FileAt("https://example.com/a.pdf"),
                        new ContentPart.File("a.pdf", "data:application/pdf;base64,AA==", null), new ContentPart.Words("x"),
                    ],
                },
            ],
        });

        Assert.Contains(
            """[{"role":"user","content":[{"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoB"}},"""
                + """{"type":"file","file":{"file_id":"https://example.com/a.pdf"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:"""
                + """application/pdf;base64,AA=="}},{"type":"text","text":"x"}]}]""",
            wire.SentBody, StringComparison.Ordinal);
    }
}
