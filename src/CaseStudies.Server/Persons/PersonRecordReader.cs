using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Persons;

/// <summary>Reads what is recorded about a person, with names and private texts, for a request.</summary>
internal sealed class PersonRecordReader(PersonReader persons, OrganisationReader organisations, IVaultTexts vault, HeavyWork heavy)
{
    /// <returns>Null: nothing of the organisation is about anybody with this id.</returns>
    public async Task<PersonRecord?> ReadAsync(HttpContext context, Slug organisation, string person)
    {
        if (PersonId.Plain(person) is not { } id
            || await persons.FindAsync(organisation, new(id), context.RequestAborted, heavy.For(context, organisation)) is not { } traces)
            return null;
        var gone = (await organisations.FindAsync(organisation, context.RequestAborted))?.Erased;
        return await PersonRecord.FromTracesAsync(traces, traces.Ids.Any(p => gone?.Contains(p.Value) == true), vault, context.RequestAborted);
    }
}
