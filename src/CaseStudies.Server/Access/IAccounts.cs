namespace CaseStudies.Server.Access;

/// <summary>Asks whether somebody has an account here. From the first one on, nobody is the local user any more.</summary>
internal interface IAccounts
{
    ValueTask<bool> ExistAsync(CancellationToken cancellation);
}
