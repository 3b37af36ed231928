using CaseStudies.Domain;

namespace CaseStudies.Server.Backup;

/// <summary>A backup cannot be taken or restored. The sentence says why and what to do.</summary>
internal sealed class BackupRefusedException(PublicText sentence) : Exception(sentence.En)
{
    public PublicText Sentence => sentence;
}
