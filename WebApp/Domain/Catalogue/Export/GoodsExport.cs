// All goods of the shop as its own CSV file, which imports back: what ShopCsv reads is written here.
using System.Globalization;
using Makola.Data.Sqlite;
using Makola.Domain.Catalogue.Import;

namespace Makola.Domain.Catalogue.Export;

/// <summary>
/// Writes every product that has something to buy, one row per variant, in the columns of <see cref="ShopCsv.Columns"/>. Read a few hundred at a time, all at one moment,
/// while the shop goes on selling. The same goods give the same bytes, also in another shop that imported them.
/// </summary>
public static class GoodsExport
{
    /// <summary>Products in memory at a time.</summary>
    private const int Batch = 200;

    /// <summary>Writes the file. Products all of whose variants are retired are not in it: an import would offer them again.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="stream">Gets the file.</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="which">Which goods; null for all.</param>
    /// <returns>Products and variants written, and products left out.</returns>
    public static async Task<(int Products, int Variants, int LeftOut)> WriteAsync(ShopDb db, Stream stream, CancellationToken ct, GoodsFilter? which = null)
    {
        await using var moment = await Snapshot.BeginAsync(db, ct);
        var currency = await db.Settings.Select(s => s.Currency).SingleAsync(ct);
        var paths = await PathsAsync(db, ct);
        var (products, variants, leftOut, last) = (0, 0, 0, 0L);
        var goods = (which is null ? db.Products : await which.OfAsync(db, ct)).AsNoTracking();
        await using var sheet = new CsvSheet(stream, ShopCsv.Columns);
        while (true)
        {
            var batch = await goods.Where(p => p.Id > last).OrderBy(p => p.Id).Take(Batch)
                .Include(p => p.Brand).Include(p => p.OtherCategories)
                .Include(p => p.Variants.OrderBy(v => v.Position).ThenBy(v => v.Id)).ThenInclude(v => v.Stock)
                .AsSplitQuery().ToListAsync(ct);
            var related = batch.SelectMany(p => p.Related).Distinct().ToList();
            var slugs = await db.Products.Where(p => EF.Parameter(related).Contains(p.Id)).Select(p => new { p.Id, p.Slug }).ToDictionaryAsync(p => p.Id, p => p.Slug, ct);
            foreach (var product in batch)
            {
                var ofProduct = Product(product, paths, slugs);
                foreach (var variant in product.Variants)
                {
                    await sheet.WriteAsync([product.Slug, .. ofProduct, .. Variant(variant, currency)], ct);
                    ofProduct = Blank;
                    variants++;
                }
            }
            products += batch.Count(product => product.Variants.Count > 0);
            leftOut += batch.Count(product => product.Variants.Count == 0);
            if (batch.Count < Batch)
                return (products, variants, leftOut);
            last = batch[^1].Id;
        }
    }

    /// <summary>The cells of a product's further rows.</summary>
    private static readonly string?[] Blank = new string?[25];

    private static string?[] Product(Product product, Dictionary<long, string> paths, Dictionary<long, string> slugs) =>
    [
        product.Name, product.Blurb, product.Description, product.Brand?.Name,
        product.Status switch { ProductStatus.Active => "active", ProductStatus.Archived => "archived", _ => "draft" },
        product.SeoTitle, product.SeoText,
        CsvText.List(product.Tags.Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Select(tag => CsvText.Item(tag, "|"))),
        product.MainCategoryId is { } main ? paths[main] : null,
        CsvText.List(product.OtherCategories.Select(category => paths[category.Id]).Distinct().Order(StringComparer.Ordinal)),
        CsvText.List(product.Attributes.Select(fact => $"{CsvText.Item(fact.Name, "|=")}={CsvText.Item(fact.Value, "|=")}")),
        CsvText.List(product.Related.Select(slugs.GetValueOrDefault).OfType<string>()),
        Moment(product.CreatedAt), Moment(product.PublishAt), Moment(product.UnpublishAt),
        CsvText.List(product.Pictures.Select(picture => CsvText.Item(picture.Path, "|"))),
        Beside(product.Pictures.Select(picture => picture.Alt)),
        CsvText.List(product.Pictures.Select(picture => string.Create(CultureInfo.InvariantCulture, $"{picture.Width}x{picture.Height}"))),
        Beside(product.Pictures.Select(picture => picture.SharePath ?? "")),
        .. Enumerable.Range(0, 3).SelectMany(i => i < product.Options.Count ? Option(product.Options[i]) : [null, null]),
    ];

    private static string?[] Option(Option option) =>
    [
        option.Name,
        CsvText.List(option.Values.Select(value => CsvText.Item(value.Name, "|=") + (value.Swatch is { } swatch ? $"={swatch}" : ""))),
    ];

    private static string?[] Variant(Variant variant, string currency)
    {
        string? Amount(long? minor) => minor is { } amount ? new Money(amount, currency).Plain : null;
        return
        [
            .. Enumerable.Range(0, 3).Select(i => variant.Choices.ElementAtOrDefault(i)),
            variant.Sku, Amount(variant.Price), Amount(variant.WasPrice), Amount(variant.Cost),
            Figure(variant.WeightGrams), variant.Barcode, variant.PicturePath,
            Figure(variant.Stock.OnHand), variant.Stock.AllowBackorder ? "yes" : "no", Figure(variant.Stock.LowAt),
            Amount(variant.SalePrice), Moment(variant.SaleFrom), Moment(variant.SaleUntil),
        ];
    }

    // One text for each picture, some perhaps empty; nothing at all when no picture has one.
    private static string? Beside(IEnumerable<string> texts) =>
        texts.ToList() is var all && all.TrueForAll(text => text.Length == 0) ? null : CsvText.List(all.Select(text => CsvText.Item(text, "|")));

    private static string? Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString(ShopCsv.Moment, CultureInfo.InvariantCulture);

    private static string Figure(int figure) => figure.ToString(CultureInfo.InvariantCulture);

    /// <summary>Each category as the names from the top of the tree down to it.</summary>
    private static async Task<Dictionary<long, string>> PathsAsync(ShopDb db, CancellationToken ct)
    {
        var paths = new Dictionary<long, string>();
        foreach (var shelf in (await CategoryTree.LoadAsync(db, ct)).All)
            paths[shelf.Id] = string.Join(" > ", shelf.Path.Select(above => CsvText.Item(above.Name, "|>")));
        return paths;
    }
}
