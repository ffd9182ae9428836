// Finding orders by what staff have at hand: a number, a name, a phone, an e-mail, a SKU, the transaction id of a payment.
namespace Makola.Domain.Orders;

/// <summary>Asks the full-text index of orders (<c>Data/Sqlite/SearchTables</c>).</summary>
public static class OrderSearch
{
    /// <summary>
    /// The orders that have all of the words, or begin with them, or money with this transaction id. What reads as an order number or a whole
    /// phone is looked for exactly.
    /// </summary>
    public static IQueryable<Order> Find(ShopDb db, string text)
    {
        var (match, transaction) = (MatchOf(text), text.Trim().ToUpperInvariant());
        return match is null
            ? db.Orders.Where(_ => false)
            : db.Orders.FromSql($"""
                SELECT * FROM Orders WHERE Number IN (
                    SELECT rowid FROM OrderSearch WHERE OrderSearch MATCH {match} UNION SELECT OrderNumber FROM PaymentEvents WHERE TransactionId = {transaction})
                """);
    }

    /// <summary>The words as an FTS5 query (https://www.sqlite.org/fts5.html#full_text_query_syntax); null when there is no word in them.</summary>
    public static string? MatchOf(string text)
    {
        text = text.Replace('\0', ' ').Trim().TrimStart('#'); // SQLite's text of a query ends at a NUL, in the middle of a word in quotes.
        var isFigures = text.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '+' or '(' or ')' or '.');
        if (isFigures && PhoneNumber.Read(text) is { } phone) return Quoted(phone);
        if (text is [not '0', ..] && text.Length <= 9 && text.All(char.IsAsciiDigit)) return Quoted(text);
        if (isFigures && text.All(c => char.IsAsciiDigit(c) || c == ' ')) text = text.Replace(" ", "", StringComparison.Ordinal);

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => w.Any(char.IsLetterOrDigit)).Take(8).ToList();
        return words.Count == 0 ? null : string.Join(' ', words.Select(w => Quoted(w) + "*"));
    }

    /// <summary>A word in quotes, in which nothing is an operator.</summary>
    private static string Quoted(string word) => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
