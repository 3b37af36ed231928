using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Commands;

/// <summary>One log that was loaded.</summary>
/// <param name="Replayed">Commands that the store knew already.</param>
internal sealed record LoadedSample(Sample Sample, int Recorded, int Replayed);

/// <summary>Loads the reconstructed logs through the recorder that everybody uses. Loading again changes nothing.</summary>
internal sealed class SampleLoader(Recorder recorder, OrganisationRecorder organisations)
{
    /// <param name="loaded">Told of each log: which it is, and how many of all are loaded.</param>
    /// <returns>The samples that are now in the store.</returns>
    /// <exception cref="InvalidOperationException">A line was refused: the log that ships with the program is wrong.</exception>
    public async Task<List<Sample>> LoadAsync(Action<LoadedSample, int, int> loaded, CancellationToken cancellation)
    {
        if (!Directory.Exists(Samples.Folder))
            throw new StartupException(new(
                $"見本の記録がありません({Samples.Folder})。サーバー用のイメージには入れていません。ソースから dotnet run で demo を実行してください。",
                $"There are no samples ({Samples.Folder}); an image for servers has none. Run the demo from the sources with 'dotnet run'."));
        var (samples, files) = (new List<Sample>(), Samples.Files.ToList());
        foreach (var file in files)
        {
            var sample = await Samples.ReadAsync(file, cancellation);
            samples.Add(sample);
            loaded(await LoadAsync(sample, cancellation), samples.Count, files.Count);
        }

        return samples;
    }

    private async Task<LoadedSample> LoadAsync(Sample sample, CancellationToken cancellation)
    {
        var first = sample.Lines[0];
        var describing = new CommandId(new(SHA256.HashData(Encoding.UTF8.GetBytes($"profile of {sample.Organisation}")).AsSpan(0, 16)));
        await organisations.DescribeAsync(
            sample.Organisation, sample.Profile, describing, Encoding.UTF8.GetBytes(sample.Profile.ToString()),
            Actor.Reconstructing(first.By, first.RecordedAt), cancellation);
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

        return new(sample, recorded, replayed);
    }
}
