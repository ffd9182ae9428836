// Indexes of orders that EF cannot map, since they are over an expression: made by a migration.
namespace Makola.Data.Sqlite;

/// <summary>Orders by who placed them: what a proved phone brings into an account. By e-mail see <see cref="CustomerTables"/>.</summary>
public static class OrderIndexes
{
    /// <summary>Buyers by phone; those by e-mail were for a list that walks cards now, and are taken away again by <see cref="DropByEmail"/>.</summary>
    public const string Create = """
        CREATE INDEX IF NOT EXISTS IX_Orders_ByPhone ON Orders (Phone, Currency);
        CREATE INDEX IF NOT EXISTS IX_Orders_ByEmail ON Orders (lower(Email), Currency) WHERE Phone IS NULL AND Email IS NOT NULL;
        """;

    /// <summary>Takes away what nothing asks for any more.</summary>
    public const string DropByEmail = "DROP INDEX IF EXISTS IX_Orders_ByEmail";

    /// <summary>Takes them away.</summary>
    public const string Drop = "DROP INDEX IF EXISTS IX_Orders_ByPhone; DROP INDEX IF EXISTS IX_Orders_ByEmail;";
}
