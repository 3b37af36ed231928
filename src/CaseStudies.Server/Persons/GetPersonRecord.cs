using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Exports;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
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
        .MapGet("/record", async (
            HttpContext context, PersonReader persons, OrganisationReader organisations, IVaultTexts vault, HeavyWork heavy, string org, string person) =>
        {
            var form = ChangesFile.FormatOf(context.Request);
            if (AcceptFilter.Check(context, [form?.MediaType ?? "application/json"]) is { } refused)
                return refused;
            context.Response.Headers.CacheControl = "no-store";
            var organisation = new Slug(org);
            if (await ReadAsync(context, persons, organisations, vault, heavy, organisation, person) is not { } record)
                return Problem.FromRefusal(Refusals.PersonUnknown(), context);
            if (form is null)
                return Results.Json(record, DomainJson.Options);
            var (table, notes) = PersonRecordTable.Create(record, ReaderLanguage.FromRequest(context.Request));
            return form.Csv is { } encoding
                ? await CsvAnswer.CreateAsync(context, table, $"{record.Person}-record", encoding)
                : Results.Stream(
                    to => XlsxWriter.WriteAsync(to, [table], new(notes, NotesFirst: true), context.RequestAborted), XlsxWriter.ContentType,
                    $"{record.Person}-record.xlsx");
        })
        .WithName("getPersonRecord").Noted(SecurityEvent.PersonRead).Takes(s_parameters)
        .WithSummary("ある人について記録されていることのすべて(名前と非公開の文章を含む) / All that is recorded about a person, with names and private texts")
        .Produces(200, contentType: XlsxWriter.ContentType, additionalContentTypes: "text/csv").Produces<PersonRecord>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <returns>Null: nothing of the organisation is about anybody with this id.</returns>
    public static async Task<PersonRecord?> ReadAsync(HttpContext context, PersonReader persons, OrganisationReader organisations, IVaultTexts vault,
        HeavyWork heavy, Slug organisation, string person)
    {
        if (PersonId.Plain(person) is not { } id
            || await persons.FindAsync(organisation, new(id), context.RequestAborted, heavy.For(context, organisation)) is not { } traces)
            return null;
        var gone = (await organisations.FindAsync(organisation, context.RequestAborted))?.Erased;
        return await PersonRecord.FromTracesAsync(traces, traces.Ids.Any(p => gone?.Contains(p.Value) == true), vault, context.RequestAborted);
    }
}
