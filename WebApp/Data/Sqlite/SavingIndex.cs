// The index of what costs less now, which EF cannot describe: it is over an expression.
namespace Makola.Data.Sqlite;

/// <summary>
/// SQLite uses it for a query that says exactly the same (https://www.sqlite.org/expridx.html); the query is in <see cref="ShopWindow"/>, and a test
/// sees that it is used.
/// </summary>
internal static class SavingIndex
{
    /// <summary>Visible goods by their saving in percent.</summary>
    public const string Create = "CREATE INDEX IF NOT EXISTS IX_Products_Saving ON Products (Status, (WasFrom - PriceFrom) * 100 / WasFrom DESC, Id) WHERE WasFrom > 0;";
}
