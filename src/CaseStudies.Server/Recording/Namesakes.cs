using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Recording;

/// <summary>
/// Finds those who have the name of a newcomer already, so that nobody becomes two people: of the initiative, and of the whole organisation for those who may
/// look for names.
/// </summary>
internal static class Namesakes
{
    public static async Task<ImmutableArray<(PersonId Person, string Name)>> FindAsync(HttpContext context, VaultNames names, AttendanceModel model)
    {
        var newcomer = model.Form.Newcomer;
        var found = model.Expected.Select(l => (l.Person, l.Name)).Concat(model.There.Select(p => (p.Person, p.Name))).ToList();
        if (Caller.Of(context).Role >= Role.Staff)
        {
            found.AddRange((await names.FindAsync(context, model.Face.View.Organisation, newcomer.Name))
                .SelectMany(f => f.Name.Split(" / ").Select(n => (f.Person, (string?)n))));
        }

        return [.. found.Where(p => p.Person != newcomer.Person && newcomer.IsNamed(p.Name)).DistinctBy(p => p.Person).Select(p => (p.Person, p.Name!))];
    }
}
