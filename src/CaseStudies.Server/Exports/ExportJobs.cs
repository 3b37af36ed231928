using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Jobs;

namespace CaseStudies.Server.Exports;

/// <summary>Decides which exports are jobs, and asks for those.</summary>
internal sealed class ExportJobs(JobQueue queue, JobTeller teller, JobOptions options)
{
    /// <returns>Null: the file is small enough to be sent at once, and its reader did not ask for a job.</returns>
    public async Task<IResult?> AskAsync(HttpContext context, Slug organisation, Slug initiative, Export export, ExportJob.Input input)
    {
        if (!JobEndpoints.PrefersJob(context.Request) && (input.Workbook ? export.Rows : export.First) <= options.ExportRows)
            return null;
        // It is read by GET, which a page of another site can have sent by a browser that is signed in here.
        if (!SameOriginMiddleware.MayChange(context))
            return SameOriginMiddleware.Refused(context);
        var what = JsonSerializer.SerializeToElement(input, DomainJson.Options);
        var by = Caller.Of(context).By;
        // The same file asked for again is the same job; each has their own, as not everybody sees the jobs of others.
        var id = JobQueue.IdOf(ExportJob.Key, organisation.Value, initiative.Value, by.Value, what.ToString());
        try
        {
            var job = await queue.AskAsync(
                queue.New(id, organisation, ExportJob.Key, by) with { Initiative = initiative, Input = what }, null, null,
                    context.RequestAborted);
            return JobEndpoints.Accepted(context, teller.Line(job));
        }
        catch (JobRefusedException e)
        {
            return JobEndpoints.Refused(e, context);
        }
    }
}
