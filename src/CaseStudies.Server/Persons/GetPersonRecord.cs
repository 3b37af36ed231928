using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Exports;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Persons;

/// <summary>What is recorded about a person, in one download, for whoever asks the organisation for it. It contains names and private texts.</summary>
internal static class GetPersonRecord
{
    private static readonly ApiParameter[] s_parameters =
    [
        new("format", "表のファイルで。なければ JSON / As a file of a table. If omitted: JSON.", () => ApiParameters.OneOf("xlsx", "csv")), CsvAnswer.Encoding,
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/record", async (HttpContext context, PersonRecordReader records, string org, string person) =>
        {
            var form = FileFormat.Of(context.Request);
            if (AcceptFilter.Check(context, [form?.MediaType ?? "application/json"]) is { } refused)
                return refused;
            context.Response.Headers.CacheControl = "no-store";
            if (await records.ReadAsync(context, new(org), person) is not { } record)
                return Problem.FromRefusal(Refusals.PersonUnknown(), context);
            if (form is null)
                return Results.Json(record, DomainJson.Options);
            var (table, notes) = PersonRecordTable.Create(record, ReaderLanguage.FromRequest(context.Request));
            return await form.AnswerAsync(context, table, $"{record.Person}-record", new(notes, NotesFirst: true));
        })
        .WithName("getPersonRecord").Noted(SecurityEvent.PersonRead).Takes(s_parameters)
        .WithSummary("ある人について記録されていることのすべて(名前と非公開の文章を含む) / All that is recorded about a person, with names and private texts")
        .Produces(200, contentType: XlsxWriter.ContentType, additionalContentTypes: "text/csv").Produces<PersonRecord>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);
}
