using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Mvc;

namespace CaseStudies.Server.Problems;

/// <summary>Answers with a problem document (RFC 9457), or with a page where the client asked for HTML.</summary>
internal static class Problem
{
    private const string TypePrefix = "urn:casestudies:problem:";

    public static IResult FromRefusal(Refusal refusal, HttpContext context) => Create(refusal.Code, StatusOf(refusal), refusal.Sentence, context, refusal.At);

    public static int StatusOf(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Missing => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Stale => StatusCodes.Status412PreconditionFailed,
        RefusalKind.Unconditional => StatusCodes.Status428PreconditionRequired,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    /// <param name="pointer">JSON pointer (RFC 6901) into the body; null where the whole request is meant.</param>
    /// <param name="more">Further members for programs.</param>
    public static IResult Create(
        string code, int status, PublicText sentence, HttpContext context, string? pointer = null, IReadOnlyDictionary<string, object?>? more = null)
    {
        Telemetry.Refused(code);
        if (Negotiation.WantsPage(context.Request) && context.RequestServices.GetService<IProblemPage>() is { } page)
            return page.Render(status, sentence, context.Request);
        var title = sentence.In(ReaderLanguage.FromRequest(context.Request));
        var document = new ProblemDetails { Type = TypePrefix + code, Title = title, Status = status,
            Instance = context.Request.PathBase + context.Request.Path };
        document.Extensions["code"] = code;
        document.Extensions["ja"] = sentence.Ja;
        document.Extensions["en"] = sentence.En;
        if (pointer is not null)
            document.Extensions["pointer"] = pointer;
        foreach (var (name, value) in more ?? new Dictionary<string, object?>())
            document.Extensions[name] = value;
        return Results.Problem(document);
    }

    public static IResult NotFound(HttpContext context) => StatusProblems.ForStatus(StatusCodes.Status404NotFound, context);

    public static IResult Malformed(HttpContext context, PublicText cause, string? pointer) =>
        Create("malformed", StatusCodes.Status400BadRequest, Unreadable(cause), context, pointer);

    public static PublicText Unreadable(PublicText cause) => new($"送られた内容を読めません。{cause.Ja}", $"The request cannot be read. {cause.En}");
}
