using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CaseStudies.Domain;

/// <summary>A short lower-case key that people read in addresses and files: <c>ysc</c>, <c>roje-spark</c>.</summary>
/// <remarks>1–64 characters of <c>a–z 0–9 -</c>, beginning and ending with a letter or digit.</remarks>
public readonly partial record struct Slug
{
    public string Value { get; }

    /// <exception cref="FormatException">The text is not of the form above.</exception>
    public Slug(string value) => Value = Pattern().IsMatch(value)
        ? value
        : throw new FormatException("A key has 1 to 64 characters (a-z, 0-9 and -) and starts and ends with a letter or digit.");

    public static bool IsValid(string? value) => value is not null && Pattern().IsMatch(value);

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\z")]
    private static partial Regex Pattern();
}

/// <summary>A person, by a meaningless pseudonym: <c>p-</c> and 8–32 hexadecimal digits.</summary>
/// <remarks>The form leaves no room for a name. Who it is, is known to the vault only, if at all.</remarks>
public readonly partial record struct PersonId
{
    public string Value { get; }

    /// <exception cref="FormatException">The text is not of the form above.</exception>
    public PersonId(string value) => Value = Pattern().IsMatch(value)
        ? value
        : throw new FormatException("A person is identified by p- and 8 to 32 digits 0-9 or a-f, never by a name.");

    /// <summary>The id as it is stored, for a text that is one in capitals or not; null for any other text.</summary>
    public static string? Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.ToLowerInvariant();
        return Pattern().IsMatch(plain) ? plain : null;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\Ap-[0-9a-f]{8,32}\z")]
    private static partial Regex Pattern();
}

/// <summary>Who acted: a random id of ours, never a name, an address or the subject of an identity provider.</summary>
public readonly partial record struct SubjectId
{
    public string Value { get; }

    /// <exception cref="FormatException">Longer than 100 characters, or with characters that an opaque subject does not have.</exception>
    public SubjectId(string value) => Value = Pattern().IsMatch(value)
        ? value
        : throw new FormatException("A subject id has 1 to 100 characters from a-z, A-Z, 0-9, '.', '_', ':', '|' and '-'.");

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Za-z0-9._:|-]{1,100}\z")]
    private static partial Regex Pattern();
}

/// <summary>A member of organisations: the random id under which somebody who signed in is known. Who it is stands in the vault.</summary>
public readonly partial record struct MemberId
{
    public string Value { get; }

    /// <exception cref="FormatException">The text is not of the form that the message names.</exception>
    public MemberId(string value) => Value = IsValid(value)
        ? value
        : throw new FormatException("A member is identified by m- and 32 digits 0-9 or a-f, as the first page shows it to whoever has signed in.");

    public static bool IsValid(string value) => Pattern().IsMatch(value);

    /// <inheritdoc cref="PersonId.Plain"/>
    public static string? Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.ToLowerInvariant();
        return IsValid(plain) ? plain : null;
    }

    /// <summary>As the sender of a change.</summary>
    public SubjectId ToSubject() => new(Value);

    public override string ToString() => Value;

    [GeneratedRegex(@"\Am-[0-9a-f]{32}\z")]
    private static partial Regex Pattern();
}

/// <summary>One session of a strand. The client makes the id, so that a phone without a signal can refer to it.</summary>
public readonly record struct SessionId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>One command of one sender. The client makes the id; the same id twice is the same command.</summary>
public readonly record struct CommandId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>One grant of an organisation to a funder. The organisation makes the id at random.</summary>
public readonly record struct GrantId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>One import of one file. Whoever starts it makes the id. Its entries come into force together, or not at all.</summary>
public readonly record struct ImportId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>An invitation to an organisation. It follows from the secret in the link, and nobody finds the secret by it.</summary>
public readonly record struct InvitationId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>A link that shows a figure to whoever has it. It follows from the secret in the link, and nobody finds the secret by it.</summary>
public readonly record struct ShareId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a file without keeping it: SHA-256 over its bytes, 64 hexadecimal digits.</summary>
public readonly partial record struct FileHash
{
    public string Value { get; }

    /// <exception cref="FormatException">The text is not of the form above.</exception>
    public FileHash(string value) => Value = Pattern().IsMatch(value)
        ? value
        : throw new FormatException("A file is identified by the 64 hexadecimal digits of its SHA-256.");

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Pattern();
}

/// <summary>One entry. It keeps its id through every correction; its revisions differ by their stream version.</summary>
public readonly record struct EntryId(Guid Value)
{
    /// <summary>
    /// The entry that the fact at this index of a command opens: the command's own id for the first, so that a client
    /// knows it without asking; for the others, the first 16 bytes of SHA-256 over <c>{command}/{index}</c>.
    /// </summary>
    public static EntryId ForCommand(CommandId command, int index) => index == 0
        ? new(command.Value)
        : new(Guid.ParseExact(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{command}/{index}")).AsSpan(0, 16)), "N"));

    public override string ToString() => Value.ToString();
}
