using System.Text;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Commands;

/// <summary>Loads the reconstructed logs through the same door as everybody. Doing it again changes nothing.</summary>
internal sealed class SampleLoader(Recorder recorder, OrganisationRecorder organisations)
{
    /// <returns>The samples that are now in the store.</returns>
    /// <exception cref="InvalidOperationException">A line was refused: the log that ships with the program is wrong.</exception>
    public async Task<List<Sample>> LoadAsync(TextWriter progress, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        foreach (var file in Samples.Files)
        {
            var sample = await Samples.ReadAsync(file, cancellation);
            var (recorded, replayed) = await LoadAsync(sample, cancellation);
            await progress.WriteLineAsync($"  {sample.Initiative}: {recorded} acts recorded, {replayed} known already");
            samples.Add(sample);
        }

        return samples;
    }

    private async Task<(int Recorded, int Replayed)> LoadAsync(Sample sample, CancellationToken cancellation)
    {
        var first = sample.Lines[0];
        var describing = new CommandId(new(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"profile of {sample.Organisation}")).AsSpan(0, 16)));
        await organisations.DescribeAsync(
            sample.Organisation, sample.Profile, describing, Encoding.UTF8.GetBytes(sample.Profile.ToString()), Actor.Reconstructing(first.By, first.RecordedAt), cancellation);
        var (recorded, replayed) = (0, 0);
        foreach (var line in sample.Lines)
        {
            var (result, refusal) = await recorder.RecordAsync(
                sample.Organisation, sample.Initiative, CommandReader.Read(line.Verb, line.Body), Actor.Reconstructing(line.By, line.RecordedAt), cancellation);
            if (refusal is not null)
                throw new InvalidOperationException($"{sample.Initiative} line {line.Number} was refused ({refusal.Code}): {refusal.Sentence.En}");
            if (result!.Replayed)
                replayed++;
            else
                recorded++;
        }

        return (recorded, replayed);
    }
}
