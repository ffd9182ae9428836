// Full-text search of goods: one FTS5 row for each visible product, and how customers' words are matched, ranked and corrected.
using System.Text.Json;

namespace Makola.Data.Sqlite;

/// <summary>What a search found.</summary>
/// <param name="Goods">A page of goods, best first unless the customer sorts otherwise.</param>
/// <param name="Corrected">The search as it was understood, when a word was misspelt ("showing results for …"); null when it was taken as typed.</param>
/// <param name="AnyWord">True when no product has all the words, and these have some of them.</param>
public sealed record SearchPage(ListingPage Goods, string? Corrected, bool AnyWord);

/// <summary>What is offered while a customer types.</summary>
/// <param name="Goods">At most <see cref="ProductSearch.MostSuggestions"/> products, best first.</param>
/// <param name="Categories">At most 3 categories with the words in their name.</param>
public sealed record Suggestions(IReadOnlyList<ProductCard> Goods, IReadOnlyList<Shelf> Categories);

/// <summary>A product as staff find it, whatever its state.</summary>
/// <param name="Id">Database key.</param>
/// <param name="Name">Name.</param>
/// <param name="Status">Name of its <see cref="ProductStatus"/>.</param>
/// <param name="PriceFrom">Its lowest price, minor units.</param>
/// <param name="Code">SKU of the variant whose SKU or bar code was typed; null when it was found by words.</param>
public sealed record StaffHit(long Id, string Name, string Status, long PriceFrom, string? Code);

/// <summary>
/// Keeps and asks the full-text index of goods. All words must be there, the last may be unfinished, singular and plural count as one, and so do synonyms; a word that
/// nothing has is taken for the nearest one that something has; if no product has all words, those with some of them are shown.
/// What is typed never reaches FTS5 as syntax: only letters and digits are left of it, and every word is quoted.
/// </summary>
public static class ProductSearch
{
    /// <summary>Goods of one search that can be paged through and filtered; the best, when there are more.</summary>
    public const int MostFound = 1_000;

    /// <summary>Products offered while a customer types.</summary>
    public const int MostSuggestions = 6;

    private const int RowsAtOnce = 500;

    // Sorts after every letter.
    private const string Last = "\uFFFD";

    /// <summary>Finds goods.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="typed">Whatever the customer typed.</param>
    /// <param name="filter">Filters, sort and page; <see cref="Sort.Popular"/> (the address without a sort) means best match first.</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="synonyms">What means the same.</param>
    public static async Task<SearchPage> FindAsync(ShopDb db, string? typed, ListingFilter filter, CancellationToken ct, Synonyms? synonyms = null)
    {
        var found = await MatchAsync(db, SearchWords.Read(typed), synonyms ?? Synonyms.None, MostFound, ct);
        return new(await Listing.OfRankedAsync(db, found.Ids, filter, ct), found.Corrected, found.AnyWord);
    }

    /// <summary>Goods and categories to offer while a customer types; nothing below two characters.</summary>
    public static async Task<Suggestions> SuggestAsync(ShopDb db, CategoryTree categories, string? typed, CancellationToken ct, Synonyms? synonyms = null)
    {
        var words = SearchWords.Read(typed);
        if (words.Sum(word => word.Length) < 2)
            return new([], []);

        var found = await MatchAsync(db, words, synonyms ?? Synonyms.None, MostSuggestions, ct);
        var meant = found.Corrected is null ? words : SearchWords.Read(found.Corrected);
        var goods = await Listing.OfRankedAsync(db, found.Ids, new ListingFilter(), ct);
        return new(goods.Cards, [.. categories.All.Where(shelf => IsNamed(shelf, meant)).Take(3)]);
    }

    /// <summary>
    /// Goods for staff: with this SKU or bar code first, then by words, best first, then drafts and archived ones by their name. One query, and
    /// at most three more when nothing has the words and they may be misspelt.
    /// </summary>
    /// <returns>The goods, and the search as it was understood when nothing has the words as typed.</returns>
    public static async Task<(IReadOnlyList<StaffHit> Goods, string? Corrected)> ForStaffAsync(ShopDb db, string typed, bool guess, int most, CancellationToken ct)
    {
        var words = SearchWords.Read(typed);
        if (words.Count == 0) return ([], null);
        if (await HitsAsync(db, typed.Trim(), words, most, ct) is var hits && (hits.Count > 0 || !guess)) return (hits, null);

        var meant = await CorrectAsync(db, words, Synonyms.None, thoroughly: false, ct);
        return meant.SequenceEqual(words) ? ([], null) : (await HitsAsync(db, string.Join(' ', meant), meant, most, ct), string.Join(' ', meant));
    }

    /// <summary>Indexes the given products (all, when null) anew, within the caller's transaction and after its <c>SaveChanges</c>.</summary>
    public static async Task IndexAsync(ShopDb db, IReadOnlyCollection<long>? products, CancellationToken ct)
    {
        var ids = products is null ? null : JsonSerializer.Serialize(products);
        await db.Database.ExecuteSqlAsync($"DELETE FROM ProductSearch WHERE {ids} IS NULL OR rowid IN (SELECT value FROM json_each({ids}))", ct);

        for (var last = 0L; ;)
        {
            var rows = await db.Database.SqlQuery<Entry>($"""
                SELECT p.Id, p.Name, p.Description,
                    p.Blurb || ' ' || coalesce(b.Name, '') || ' ' || coalesce((SELECT group_concat(value, ' ') FROM json_each(p.Tags)), '') || ' ' ||
                    coalesce((SELECT group_concat(c.Name, ' ') FROM Categories c
                        WHERE c.Id = p.MainCategoryId OR c.Id IN (SELECT CategoryId FROM ProductCategories WHERE ProductId = p.Id)), '') || ' ' ||
                    coalesce((SELECT group_concat(v.value ->> 'Name', ' ') FROM json_each(p.Options) o, json_each(o.value, '$.Values') v), '') || ' ' ||
                    coalesce((SELECT group_concat(a.value ->> 'Value', ' ') FROM json_each(p.Attributes) a), '') AS Words,
                    (SELECT json_group_array(v.Sku || coalesce(' ' || v.Barcode, '')) FROM Variants v WHERE v.ProductId = p.Id AND NOT v.Retired) AS Skus
                FROM Products p LEFT JOIN Brands b ON b.Id = p.BrandId
                WHERE p.Status = 'Active' AND p.Id > {last} AND ({ids} IS NULL OR p.Id IN (SELECT value FROM json_each({ids})))
                ORDER BY p.Id LIMIT {RowsAtOnce}
                """).ToListAsync(ct);
            if (rows.Count == 0)
                return;

            last = rows[^1].Id;
            var entries = JsonSerializer.Serialize(rows.Select(row => row with
            {
                Skus = string.Join(' ', JsonSerializer.Deserialize<string[]>(row.Skus)!.Select(SearchWords.PartsOfSku)),
                Description = MarkdownText.Words(row.Description),
            }));
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO ProductSearch (rowid, Name, Words, Skus, Description)
                SELECT value ->> 'Id', value ->> 'Name', value ->> 'Words', value ->> 'Skus', value ->> 'Description' FROM json_each({entries})
                """, ct);
        }
    }

    private static async Task<Found> MatchAsync(ShopDb db, IReadOnlyList<string> words, Synonyms synonyms, int most, CancellationToken ct)
    {
        if (words.Count == 0)
            return new([], null, false);

        if (await IdsAsync(db, Expression(words, " AND ", synonyms), most, ct) is { Count: > 0 } all)
            return new(all, null, false);

        var meant = await CorrectAsync(db, words, synonyms, thoroughly: true, ct);
        var corrected = meant.SequenceEqual(words) ? null : string.Join(' ', meant);
        if (corrected is not null && await IdsAsync(db, Expression(meant, " AND ", synonyms), most, ct) is { Count: > 0 } understood)
            return new(understood, corrected, false);

        if (meant.Count == 1)
            return new([], null, false);
        var some = await IdsAsync(db, Expression(meant, " OR ", synonyms), most, ct);
        return new(some, some.Count > 0 ? corrected : null, some.Count > 0);
    }

    private static Task<List<StaffHit>> HitsAsync(ShopDb db, string typed, IReadOnlyList<string> words, int most, CancellationToken ct)
    {
        var (expression, upper) = (Expression(words, " AND "), typed.ToUpperInvariant());
        var like = $"%{typed.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        return db.Database.SqlQuery<StaffHit>($"""
            SELECT p.Id, p.Name, p.Status, p.PriceFrom, found.Code
            FROM (
                SELECT Id, min(Rank) AS Rank, max(Code) AS Code FROM (
                    SELECT ProductId AS Id, -1000000.0 AS Rank, Sku AS Code FROM Variants WHERE Sku IN ({typed}, {upper}) OR Barcode = {typed}
                    UNION ALL SELECT * FROM (SELECT rowid, bm25(ProductSearch, 10.0, 4.0, 6.0, 1.0) AS Rank, NULL FROM ProductSearch WHERE ProductSearch MATCH {expression} ORDER BY Rank, rowid LIMIT {most})
                    UNION ALL SELECT * FROM (SELECT Id, 0.0, NULL FROM Products WHERE Status IN ('Draft', 'Archived') AND Name LIKE {like} ESCAPE '\' ORDER BY Name, Id LIMIT {most})
                ) GROUP BY Id) AS found
            JOIN Products p ON p.Id = found.Id
            ORDER BY found.Rank, p.Id LIMIT {most}
            """).ToListAsync(ct);
    }

    /// <summary>The words as an FTS5 expression: each with its forms and synonyms, the last also as a beginning.</summary>
    private static string Expression(IReadOnlyList<string> words, string between, Synonyms? synonyms = null)
    {
        List<string> parts = [];
        for (var (i, length) = (0, 1); i < words.Count; i += length)
        {
            (length, var others) = (synonyms ?? Synonyms.None).At(words, i);
            var typed = string.Join(" AND ", words.Skip(i).Take(length).Select((word, n) => AnyForm(word, unfinished: i + n == words.Count - 1)));
            parts.Add($"(({typed}){string.Concat(others.Select(other => $" OR ({string.Join(" AND ", other.Select(word => AnyForm(word)))})"))})");
        }

        return string.Join(between, parts);
    }

    private static string AnyForm(string word, bool unfinished = false) =>
        $"({string.Join(" OR ", SearchWords.FormsOf(word).Select(form => $"\"{form}\""))}{(unfinished ? $" OR \"{word}\" *" : "")})";

    // Name above SKUs, above brand, tags and choices, above the description; within a tenth of a point the better seller first.
    private static Task<List<long>> IdsAsync(ShopDb db, string expression, int most, CancellationToken ct) => db.Database.SqlQuery<long>($"""
        SELECT p.Id AS Value FROM ProductSearch JOIN Products p ON p.Id = ProductSearch.rowid
        WHERE ProductSearch MATCH {expression} AND p.Status = 'Active'
        ORDER BY round(bm25(ProductSearch, 10.0, 4.0, 6.0, 1.0), 1), p.Popularity DESC, p.Id LIMIT {most}
        """).ToListAsync(ct);

    /// <summary>Each word that no product has, replaced by the nearest that some has or that has a synonym; words without a near one stay. One query; thoroughly, two.</summary>
    private static async Task<List<string>> CorrectAsync(ShopDb db, IReadOnlyList<string> words, Synonyms synonyms, bool thoroughly, CancellationToken ct)
    {
        var asked = words.Where(word => SearchWords.SlipsIn(word) > 0).ToList();
        if (asked.Count == 0)
            return [.. words];

        var terms = await InRangesAsync(db, asked.SelectMany(WrittenAs).Concat(asked.SelectMany(BeginningLike)), ct);
        asked.RemoveAll(word => synonyms.Words.Contains(word) || terms.Exists(term => term.Typed == word && WrittenAs(word).Any(range => range.Holds(term.Word))));
        if (asked.Count == 0)
            return [.. words];

        var near = Nearest(terms.Where(term => asked.Contains(term.Typed))
            .Concat(asked.SelectMany(word => synonyms.Words.Select(other => new Term(word, other, 0)))));
        // A slip in the first letter is rare and all words of the shop are many: they are read once, for one word.
        if (thoroughly && asked.FindAll(word => !near.ContainsKey(word)) is [var lost])
            near = near.Concat(Nearest(await InRangesAsync(db, [Range.Of(lost, "", Last)], ct))).ToDictionary(StringComparer.Ordinal);
        return [.. words.Select(word => near.GetValueOrDefault(word, word))];
    }

    private static Dictionary<string, string> Nearest(IEnumerable<Term> terms) => terms
        .Where(term => !term.Word.Any(char.IsDigit))
        .Select(term => (term.Typed, term.Word, term.Goods, Distance: SearchWords.Distance(term.Typed, term.Word, SearchWords.SlipsIn(term.Typed))))
        .Where(term => term.Distance <= SearchWords.SlipsIn(term.Typed))
        .OrderBy(term => term.Distance).ThenByDescending(term => term.Word[0] == term.Typed[0]).ThenByDescending(term => term.Goods)
        .ThenBy(term => term.Word, StringComparer.Ordinal)
        .DistinctBy(term => term.Typed)
        .ToDictionary(term => term.Typed, term => term.Word, StringComparer.Ordinal);

    // The word itself and whatever begins with it; a form that is shorter, alone (no word of the index goes on with a space).
    private static IEnumerable<Range> WrittenAs(string word) => SearchWords.FormsOf(word)
        .Where(form => form == word || !form.StartsWith(word, StringComparison.Ordinal))
        .Select(form => new Range(word, form, form == word ? form + Last : form + " ", 1, int.MaxValue));

    // By its first or its second letter: the second, when the first is missing or the two are swapped.
    private static IEnumerable<Range> BeginningLike(string word) =>
        ((string[])[word[..1], word[1..2]]).Distinct(StringComparer.Ordinal).Select(letter => Range.Of(word, letter, letter + Last));

    /// <summary>Words of the shop in the given ranges, each with the word it was asked for; one query, which walks the index.</summary>
    private static Task<List<Term>> InRangesAsync(ShopDb db, IEnumerable<Range> ranges, CancellationToken ct)
    {
        var asked = JsonSerializer.Serialize(ranges);
        return db.Database.SqlQuery<Term>($"""
            SELECT r.value ->> 'Typed' AS Typed, v.term AS Word, v.doc AS Goods FROM json_each({asked}) r CROSS JOIN ProductWords v
            WHERE v.term >= r.value ->> 'From' AND v.term < r.value ->> 'To' AND length(v.term) BETWEEN r.value ->> 'Shortest' AND r.value ->> 'Longest'
            """).ToListAsync(ct);
    }

    private static bool IsNamed(Shelf shelf, IReadOnlyList<string> words)
    {
        var name = SearchWords.Read(shelf.Name);
        return words.All(word => name.Any(part => part.StartsWith(word, StringComparison.Ordinal) || SearchWords.FormsOf(word).Contains(part)));
    }

    private sealed record Found(List<long> Ids, string? Corrected, bool AnyWord);

    private sealed record Entry(long Id, string Name, string Words, string Skus, string Description);

    private sealed record Term(string Typed, string Word, long Goods);

    /// <summary>Words from one up to another that are about as long as the one typed.</summary>
    private sealed record Range(string Typed, string From, string To, int Shortest, int Longest)
    {
        public static Range Of(string typed, string from, string to) =>
            new(typed, from, to, typed.Length - SearchWords.SlipsIn(typed), typed.Length + SearchWords.SlipsIn(typed));

        public bool Holds(string word) => string.CompareOrdinal(word, From) >= 0 && string.CompareOrdinal(word, To) < 0 && word.Length >= Shortest && word.Length <= Longest;
    }
}
