using System.Reflection;

namespace CaseStudies.Domain;

/// <summary>The members of a record, as its primary constructor has them: what JSON, schemas and tables are made from.</summary>
public static class RecordMembers
{
    /// <summary>In the order of the declaration. The constructor that copies a record is not meant.</summary>
    public static ParameterInfo[] ForType(Type record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.GetConstructors().Single(c => c.GetParameters() is not [{ } only] || only.ParameterType != record).GetParameters();
    }
}
