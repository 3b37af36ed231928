using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// The keys that protect cookies and forms, in the database, so that each node reads those of the others. The framework reads them at each start, and
/// Entity Framework, whose repository this stands for, takes a second for its first question.
/// </summary>
internal sealed class FormKeys(NpgsqlDataSource source) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var select = source.CreateCommand($"select xml from {AccountsDb.KeyTable}");
        using var reader = select.ExecuteReader();
        var all = new List<XElement>();
        while (reader.Read())
            all.Add(XElement.Parse(reader.GetString(0)));
        return all;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var insert = source.CreateCommand($"insert into {AccountsDb.KeyTable} (friendly_name, xml) values ($1, $2)");
        insert.Parameters.Add(new() { Value = friendlyName });
        insert.Parameters.Add(new() { Value = element.ToString(SaveOptions.DisableFormatting) });
        insert.ExecuteNonQuery();
    }
}
