using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>What the routes of imports accept.</summary>
internal static class ImportRoutes
{
    /// <summary>Routes whose body is a form with a file.</summary>
    public static readonly string[] TakeFiles = ["POST " + Routes.Imports + "/dry-run", "POST " + Routes.Import];

    /// <summary>Never the same twice: an import that says nothing new is not begun.</summary>
    public static byte[] Csv() => HostileServer.Utf8($"日付,方法,内容\n2025-05-10,phone,{Guid.NewGuid()}\n");

    public static JsonObject Mapping() => JsonNode.Parse(
        """
        {"kind":"events","fact":"consultation_received","columns":[{"as":"member","member":"on","header":"日付"},{"as":"member","member":"channel","header":"方法"},
        {"as":"member","member":"note","header":"内容"}]}
        """)!.AsObject();

    public static async Task<string> MappedAsync(HostileServer server)
    {
        var saved = await server.SendAsync(new(HttpMethod.Put, "/organisations/alpha/import-mappings/hostile"), HostileServer.Utf8(Mapping().ToJsonString()));
        Assert.True(saved.Status == 200, saved.Body);
        return "hostile";
    }

    /// <summary>The second sending of a file whose dry run was done.</summary>
    public static async Task<Neighbour> CommitAsync(HostileServer server)
    {
        var file = Csv();
        var mapping = await MappedAsync(server);
        var announced = await server.SendAsync(new Neighbour("POST", $"{HostileServer.Alpha}/imports/dry-run?mapping={mapping}", File: file).Request());
        Assert.True(announced.Status == 200, announced.Body);
        return new("POST", $"{HostileServer.Alpha}/imports/{Guid.NewGuid()}?file={JsonNode.Parse(announced.Body)!["file"]}&mapping={mapping}", File: file);
    }

    /// <summary>The address of an import that is completed.</summary>
    public static async Task<string> ImportedAsync(HostileServer server)
    {
        var commit = await CommitAsync(server);
        var done = await server.SendAsync(commit.Request());
        Assert.True(done.Status == 200, done.Body);
        return commit.Path[..commit.Path.IndexOf('?', StringComparison.Ordinal)];
    }

    /// <summary>The address of one that was abandoned; abandoning it again changes nothing.</summary>
    public static async Task<string> AbandonedAsync(HostileServer server)
    {
        var import = Guid.NewGuid();
        await Import.Interrupted.BeginAsync(server.Services, "alpha", "one", Csv(), Mapping().ToJsonString(), import);
        var address = $"{HostileServer.Alpha}/imports/{import}";
        var done = await server.PostAsync(address + "/abandonment", """{"reason":"duplicate"}""");
        Assert.True(done.Status == 200, done.Body);
        return address;
    }
}
