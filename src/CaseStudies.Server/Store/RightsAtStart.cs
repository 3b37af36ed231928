namespace CaseStudies.Server.Store;

/// <summary>
/// Where the application makes its tables itself as it starts, such as in tests, it gives the rights behind that and before it answers anybody. The program
/// has done both before.
/// </summary>
internal sealed class RightsAtStart(StoreLogins logins) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => StoreRoles.EnforceAsync(logins.Background, logins, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
