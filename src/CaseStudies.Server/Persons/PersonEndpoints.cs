using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Persons;

/// <summary>The rights of persons: to be told what is recorded about them, and to have it erased.</summary>
internal static class PersonEndpoints
{
    public static IServiceCollection AddPersons(this IServiceCollection services) =>
        services.AddScoped<PersonRecordReader>().AddScoped<RetentionReader>()
            .AddSingleton<VaultNames>().AddSingleton<PersonReader>().AddSingleton<Erasure>().AddSingleton<ErasureList>();

    public static void MapPersons(this IEndpointRouteBuilder routes)
    {
        GetPersonRecord.Map(Person(Role.Staff, "Read"));
        ErasePerson.Map(Person(Role.Owner, "Record"));
        PersonPages.Map(routes);
        RetentionEndpoint.Map(routes);

        RouteGroupBuilder Person(Role least, string tag) =>
            routes.MapGroup("/organisations/{org}/persons/{person}").RequireAuthorization(Policies.Least(least)).WithTags(tag);
    }
}
