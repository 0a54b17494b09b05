using System.Management.Automation;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What a file is for, as the errors about it name it: each has an id of its own for every way to fail.</summary>
/// <param name="Name">What the file is, in words.</param>
internal sealed record FileRole(string Name)
{
    /// <summary>Gets the role of blueprints.</summary>
    public static FileRole Blueprint { get; } = new("blueprint")
    {
        PathInvalid = ("BlueprintPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("BlueprintNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("BlueprintUnreadable", ErrorCategory.ReadError),
        AlreadyThere = ("BlueprintExists", ErrorCategory.ResourceExists),
        Unwritable = ("BlueprintUnwritable", ErrorCategory.WriteError),
        InFolder = "Where it is a folder, give its files, for example with '*.yaml' after its name.",
        Replace = "Give -Force to overwrite it.",
    };

    /// <summary>Gets the role of locks.</summary>
    public static FileRole Lock { get; } = new("lock")
    {
        PathInvalid = ("LockUnwritable", ErrorCategory.WriteError),
        Unwritable = ("LockUnwritable", ErrorCategory.WriteError),
    };

    /// <summary>Gets the role of files that say which LiteLLM is installed.</summary>
    public static FileRole Requirement { get; } = new("file")
    {
        PathInvalid = ("RequirementPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("RequirementNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("RequirementUnreadable", ErrorCategory.ReadError),
    };

    /// <summary>Gets the role of files of tool servers.</summary>
    public static FileRole ToolServerFile { get; } = new("file of tool servers")
    {
        PathInvalid = ("ToolServerArgumentInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("ToolServerFileNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("ToolServerFileUnreadable", ErrorCategory.ReadError),
    };

    /// <summary>Gets the role of files of cases.</summary>
    public static FileRole CaseFile { get; } = new("case file")
    {
        PathInvalid = ("CaseFilePathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("CaseFileNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("CaseFileUnreadable", ErrorCategory.ReadError),
    };

    /// <summary>Gets the role of earlier reports of evaluations.</summary>
    public static FileRole Baseline { get; } = new("baseline")
    {
        PathInvalid = ("BaselinePathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("BaselineNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("BaselineUnreadable", ErrorCategory.ReadError),
        Malformed = ("BaselineInvalid", ErrorCategory.InvalidData),
    };

    /// <summary>Gets the role of schemas that answers must fit.</summary>
    public static FileRole OutputSchema { get; } = new("schema")
    {
        PathInvalid = ("OutputSchemaArgumentPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("OutputSchemaArgumentNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("OutputSchemaArgumentUnreadable", ErrorCategory.ReadError),
    };

    /// <summary>Gets the role of pictures and documents.</summary>
    public static FileRole Attachment { get; } = new("attachment")
    {
        PathInvalid = ("AttachmentPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("AttachmentNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("AttachmentUnreadable", ErrorCategory.ReadError),
    };

    /// <summary>Gets the role of conversations.</summary>
    public static FileRole Conversation { get; } = new("conversation")
    {
        PathInvalid = ("ConversationPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("ConversationNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("ConversationUnreadable", ErrorCategory.ReadError),
        Unwritable = ("ConversationUnwritable", ErrorCategory.WriteError),
    };

    /// <summary>Gets the role of cassettes.</summary>
    public static FileRole Cassette { get; } = new("cassette")
    {
        PathInvalid = ("CassetteArgumentInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("CassetteNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("CassetteUnreadable", ErrorCategory.ReadError),
        Malformed = ("CassetteInvalid", ErrorCategory.InvalidData),
        Unwritable = ("CassetteUnwritable", ErrorCategory.WriteError),
    };

    /// <summary>Gets the role of audit logs.</summary>
    public static FileRole AuditLog { get; } = new("audit log")
    {
        PathInvalid = ("AuditLogPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("AuditLogUnusable", ErrorCategory.OpenError),
        Unreadable = ("AuditLogUnusable", ErrorCategory.OpenError),
        Malformed = ("AuditLogInvalid", ErrorCategory.InvalidData),
    };

    /// <summary>Gets the role of journals.</summary>
    public static FileRole Journal { get; } = new("journal")
    {
        PathInvalid = ("JournalPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("JournalUnusable", ErrorCategory.OpenError),
        Unreadable = ("JournalUnusable", ErrorCategory.OpenError),
        Malformed = ("JournalInvalid", ErrorCategory.InvalidData),
        Unwritable = ("JournalUnwritable", ErrorCategory.WriteError),
        Retry = "No further call is begun, and no reply is lost. Make room and run it again, or give -JournalFailure Continue.",
    };

    /// <summary>Gets the role of kept runs.</summary>
    public static FileRole Run { get; } = new("run")
    {
        PathInvalid = ("SessionPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("RunNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("RunUnreadable", ErrorCategory.ReadError),
        Malformed = ("RunInvalid", ErrorCategory.InvalidData),
        AlreadyThere = ("RunUnwritable", ErrorCategory.WriteError),
        Unwritable = ("RunUnwritable", ErrorCategory.WriteError),
    };

    /// <summary>Gets the role of memories.</summary>
    public static FileRole Memory { get; } = new("memory")
    {
        PathInvalid = ("SessionPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("MemoryNotFound", ErrorCategory.ObjectNotFound),
        Unreadable = ("MemoryUnreadable", ErrorCategory.ReadError),
        Unwritable = ("MemoryUnreadable", ErrorCategory.ReadError),
    };

    /// <summary>Gets the role of mappings.</summary>
    public static FileRole Mapping { get; } = new("mapping")
    {
        PathInvalid = ("MappingPathInvalid", ErrorCategory.InvalidArgument),
        NotFound = ("MappingUnreadable", ErrorCategory.ReadError),
        Unreadable = ("MappingUnreadable", ErrorCategory.ReadError),
        AlreadyThere = ("MappingExists", ErrorCategory.ResourceExists),
        Unwritable = ("MappingUnwritable", ErrorCategory.WriteError),
        Replace = "Nothing was sent. Give another path: a mapping is never overwritten, since its batch could not be read any more.",
    };

    /// <summary>Gets the role of files of spans.</summary>
    public static FileRole Trace { get; } = new("trace")
    {
        PathInvalid = ("TraceUnwritable", ErrorCategory.WriteError),
        Unwritable = ("TraceUnwritable", ErrorCategory.WriteError),
    };

    /// <summary>Gets the role of reports.</summary>
    public static FileRole Report { get; } = new("report")
    {
        PathInvalid = ("ReportPathInvalid", ErrorCategory.InvalidArgument),
        AlreadyThere = ("ReportExists", ErrorCategory.ResourceExists),
        Misplaced = ("ReportPathInvalid", ErrorCategory.InvalidArgument),
        Unwritable = ("ReportUnwritable", ErrorCategory.WriteError),
        Replace = "Give another path, or -Force to overwrite it.",
    };

    /// <summary>Gets id and category of a path that can be none of such a file.</summary>
    public required (string Id, ErrorCategory Category) PathInvalid { get; init; }

    /// <summary>Gets id and category of a file to read that is not there.</summary>
    public (string Id, ErrorCategory Category) NotFound { get; init; }

    /// <summary>Gets id and category of a file that is there and cannot be read.</summary>
    public (string Id, ErrorCategory Category) Unreadable { get; init; }

    /// <summary>Gets id and category of a file that is of another kind; those of <see cref="Unreadable"/> when null.</summary>
    public (string Id, ErrorCategory Category)? Malformed { get; init; }

    /// <summary>Gets id and category of a file that stands where another should be written.</summary>
    public (string Id, ErrorCategory Category) AlreadyThere { get; init; }

    /// <summary>Gets id and category of a file that cannot be written.</summary>
    public (string Id, ErrorCategory Category) Unwritable { get; init; }

    /// <summary>
    /// Gets id and category of a path where no file can be written, since no folder is there or something else than a file;
    /// those of <see cref="Unwritable"/> when null.
    /// </summary>
    public (string Id, ErrorCategory Category)? Misplaced { get; init; }

    /// <summary>Gets what to do where something else than a file is to be read.</summary>
    public string? InFolder { get; init; }

    /// <summary>Gets what to do where a file cannot be written.</summary>
    public string? Retry { get; init; }

    /// <summary>Gets what to do where a file stands in the way.</summary>
    public string? Replace { get; init; }
}
