// Indexes of orders that EF cannot map, since they are over an expression: made by a migration.
namespace Makola.Data.Sqlite;

/// <summary>What the list of customers walks. Expressions and conditions are word for word those of <see cref="OrdersExport"/>.</summary>
public static class OrderIndexes
{
    /// <summary>Buyers by phone, and those without one by e-mail.</summary>
    public const string Create = """
        CREATE INDEX IF NOT EXISTS IX_Orders_ByPhone ON Orders (Phone, Currency);
        CREATE INDEX IF NOT EXISTS IX_Orders_ByEmail ON Orders (lower(Email), Currency) WHERE Phone IS NULL AND Email IS NOT NULL;
        """;

    /// <summary>Takes them away.</summary>
    public const string Drop = "DROP INDEX IF EXISTS IX_Orders_ByPhone; DROP INDEX IF EXISTS IX_Orders_ByEmail;";
}
