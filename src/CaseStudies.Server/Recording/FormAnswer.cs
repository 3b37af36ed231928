using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Recording;

/// <summary>Why what a form says is not recorded, or not yet. Nothing of it: the form was only opened.</summary>
public sealed record FormAnswer
{
    public static FormAnswer Opened { get; } = new();

    /// <summary>What cannot be understood, by field.</summary>
    public ImmutableArray<(string Field, PublicText What)> Unclear { get; init; } = [];

    /// <summary>What looks like a slip, to be confirmed.</summary>
    public ImmutableArray<PublicText> Asked { get; init; } = [];

    public Refusal? Refused { get; init; }

    /// <summary>What a form says cannot be read as a command.</summary>
    internal static Refusal Malformed(MalformedException why) => new("malformed", (why ?? throw new ArgumentNullException(nameof(why))).Sentence);

    /// <summary>The HTTP status of the page that says so.</summary>
    public int Status => Refused is { } refusal ? Problem.StatusOf(refusal)
        : Unclear.IsEmpty && Asked.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
}
