using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Persons;

/// <summary>Erases what is known of a person. It cannot be undone.</summary>
internal static class ErasePerson
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/erasure", async (HttpContext context, Erasure erasure, string org, string person) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Body>(context.Request, CaptureEndpoints.Target.OfPerson(person));
            var (erased, refusal) = await erasure.RunAsync(
                new(org), sent.Person, sent.Ground, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is null ? Results.Json(erased, DomainJson.Options) : Problem.FromRefusal(refusal, context);
        })
        .WithName("erasePerson").Noted(SecurityEvent.PersonErased)
        .WithSummary("ある人の名前と非公開の文章を消去する(元に戻せない) / Erase the name and the private texts of a person; this cannot be undone")
        .WithDescription(
            "保管庫にある名前・ふりがな・メモなどを消し、その人のIDから名前をたどれなくする。記録と数値はそのまま残る。消去したことと理由は、出来事として残る。"
            + "バックアップには、消去の前の内容が残る。"
            + " / Destroys names, readings, notes and the like in the vault; nothing leads from the id to a name any more. Entries and figures stay. "
            + "That it was done, and on what ground, stays as an event. Backups made before still have what was erased.")
        .TakesJson<Sent>(RequestExamples.ErasePerson).Produces<ErasedPerson>().MayBeRefused().ProducesProblem(404);

    /// <summary>What is sent; the address names the person.</summary>
    internal sealed record Sent(CommandId Command, ErasureGround Ground);

    internal sealed record Body(CommandId Command, PersonId Person, ErasureGround Ground);
}
