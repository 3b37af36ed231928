namespace CaseStudies.Domain;

/// <summary>The answer to a command that breaks a rule. The sender is told what to do; nothing was written.</summary>
/// <param name="Code">Stable; becomes the problem document's type. One of the constants in <see cref="Refusals"/>.</param>
/// <param name="Sentence">What is wrong and what to do, in both languages.</param>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="At">JSON pointer (RFC 6901) to the place in the command; null where the whole command is refused.</param>
public sealed record Refusal(string Code, PublicText Sentence, RefusalKind Kind = RefusalKind.Rule, string? At = null);

internal static class RefusalPlaces
{
    /// <summary>The refusal of a part, told of the whole.</summary>
    /// <param name="at">JSON pointer from the whole to the part.</param>
    public static Refusal? Within(this Refusal? refusal, string at) => refusal is null ? null : refusal with { At = at + refusal.At };
}

public enum RefusalKind
{
    /// <summary>A rule is broken: 422.</summary>
    Rule,

    /// <summary>Something named in the command does not exist: 404.</summary>
    Missing,

    /// <summary>It exists already, or the state does not allow it, or the id was used for something else: 409.</summary>
    Conflict,

    /// <summary>The entry has changed since the sender read it: 412.</summary>
    Stale,

    /// <summary>A change does not state the version it is based on: 428.</summary>
    Unconditional,

    /// <summary>The sender's role does not allow it: 403.</summary>
    Forbidden,
}
