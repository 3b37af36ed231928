using CaseStudies.Domain;

namespace CaseStudies.Server.Backup;

/// <summary>No backup could be taken, or none restored; the sentence says why and what to do.</summary>
internal sealed class BackupRefusedException(PublicText sentence) : Exception(sentence.En)
{
    public PublicText Sentence => sentence;
}
