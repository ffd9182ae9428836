// Brings drafts of goods into the shop: all of them in one transaction, or none. Importing the same again changes nothing.
using Makola.Data.Sqlite;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// Brings the goods of a file into the shop. A product is known by its address (also a former one), a variant by its choices. What the file says
/// of known goods is taken over; what it does not say stays: category, short line, pictures, variants it no longer names, and always the stock,
/// since the shop may have sold some. New goods come with the file's stock, as a movement that says so.
/// </summary>
public static class GoodsImport
{
    /// <summary>The category of goods whose file does not say what kind they are.</summary>
    public const string NewGoods = "New goods";

    /// <summary>Brings the goods in. When anything of the file is at fault, or clashes with goods of the shop, nothing is written.</summary>
    /// <param name="db">The shop.</param>
    /// <param name="file">What was read.</param>
    /// <param name="name">The file's name, for the stock's movements.</param>
    /// <param name="by">Who imports.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work; nothing is written then.</param>
    public static async Task<ImportReport> ApplyAsync(ShopDb db, GoodsFile file, string name, Actor by, DateTimeOffset at, CancellationToken ct)
    {
        if (file.Faults.Count > 0)
            return new ImportReport { Faults = file.Faults, Notes = file.Notes };

        return await db.WriteAsync(async () =>
        {
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            try
            {
                return await new Delivery(db, await ShopNow.ReadAsync(db, file.Products, ct), at).UnpackAsync(file, name, by, ct);
            }
            finally
            {
                db.ChangeTracker.AutoDetectChangesEnabled = true;
            }
        }, ct);
    }

    /// <summary>What the shop has already of what the file speaks of.</summary>
    private sealed record ShopNow(
        Dictionary<string, Product> Products, Dictionary<string, Brand> Brands, HashSet<string> BrandSlugs, Dictionary<string, Category> Categories,
        HashSet<string> CategorySlugs, Dictionary<string, (long VariantId, string Product)> Skus)
    {
        public static async Task<ShopNow> ReadAsync(ShopDb db, IReadOnlyList<ProductDraft> drafts, CancellationToken ct)
        {
            var slugs = drafts.Select(draft => draft.Slug).ToList();
            var former = slugs.ConvertAll(slug => $"/p/{slug}");
            var moved = await db.Redirects.Where(r => EF.Parameter(former).Contains(r.From)).ToDictionaryAsync(r => r.From[3..], r => r.To[3..], ct);
            var wanted = slugs.Concat(moved.Values).ToList();

            var products = await db.Products.Where(p => EF.Parameter(wanted).Contains(p.Slug))
                .Include(p => p.Variants).ThenInclude(v => v.Stock).AsSplitQuery().ToDictionaryAsync(p => p.Slug, ct);
            foreach (var (from, to) in moved)
            {
                if (products.TryGetValue(to, out var product))
                    products.TryAdd(from, product);
            }

            var brands = await db.Brands.ToListAsync(ct);
            var categories = await db.Categories.OrderByDescending(c => c.Id).ToListAsync(ct);
            var skus = await db.Variants.Select(v => new { v.Sku, v.Id, v.Product.Name }).ToListAsync(ct);
            return new(products,
                brands.DistinctBy(b => b.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(b => b.Name, StringComparer.OrdinalIgnoreCase), [.. brands.Select(b => b.Slug)],
                categories.DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase), [.. categories.Select(c => c.Slug)],
                skus.ToDictionary(v => v.Sku, v => (v.Id, v.Name), StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <summary>One delivery of goods on its way to the shelves.</summary>
    private sealed class Delivery(ShopDb db, ShopNow shop, DateTimeOffset at)
    {
        private readonly SkuMaker skuMaker = new(shop.Skus.Keys);
        private readonly List<RowRemark> faults = [];
        private readonly List<RowRemark> notes = [];
        private readonly List<Product> created = [];
        private readonly List<Product> known = [];
        private readonly HashSet<Product> seen = [];
        private readonly List<(Variant Variant, int Pieces)> stock = [];
        private int countedOtherwise;

        public async Task<ImportReport> UnpackAsync(GoodsFile file, string name, Actor by, CancellationToken ct)
        {
            var givenSkus = file.Products.SelectMany(p => p.Variants).Select(v => v.Sku).OfType<string>();
            foreach (var sku in givenSkus)
                skuMaker.Take(sku);
            foreach (var draft in file.Products)
            {
                if (shop.Products.TryGetValue(draft.Slug, out var product))
                    Update(product, draft);
                else
                    Create(draft);
            }
            if (faults.Count > 0)
            {
                db.ChangeTracker.Clear();
                return new ImportReport { Faults = faults, Notes = file.Notes };
            }

            db.ChangeTracker.DetectChanges();
            var changed = known.Where(HasChanged).ToList();
            foreach (var product in changed.Concat(created))
                product.UpdatedAt = at;
            var report = new ImportReport
            {
                Created = created.Count,
                Changed = changed.Count,
                Unchanged = known.Count - changed.Count,
                Drafts = created.Count(product => product.Status != ProductStatus.Active),
                Variants = file.Products.Sum(draft => draft.Variants.Count),
                Pieces = stock.Sum(item => (long)item.Pieces),
                CountedOtherwise = countedOtherwise,
                Pictures = file.Products.Sum(draft => draft.Pictures.Count),
                Notes = [.. file.Notes, .. notes],
            };
            if (created.Count + changed.Count > 0)
                await StoreAsync([.. created, .. changed], name, by, ct);
            return report;
        }

        private async Task StoreAsync(List<Product> products, string name, Actor by, CancellationToken ct)
        {
            // First what new goods refer to, and what has changed; then the new goods, which may be thousands, as a few statements.
            db.ChangeTracker.DetectChanges();
            await db.SaveChangesAsync(ct);
            await RowBatch.InsertGoodsAsync(db, created, ct);
            // What follows is set-based; thousands of rows need not be watched any longer.
            db.ChangeTracker.Clear();

            var pieces = stock.Where(item => item.Pieces > 0).Select(item => new StockChange(item.Variant.Id, item.Pieces, 0)).ToList();
            await StockRoom.MoveAsync(db, MovementKind.Receive, pieces, $"Imported from {CsvTable.Show(name)}", null, by, at, ct);
            await Shelves.ArrangeAsync(db, products.ConvertAll(product => product.Id), ct);
        }

        private void Create(ProductDraft draft)
        {
            var product = new Product
            {
                Slug = draft.Slug,
                Name = draft.Name,
                Description = draft.Description,
                Brand = BrandOf(draft),
                MainCategory = CategoryOf(draft),
                Status = draft.Status,
                SeoTitle = draft.SeoTitle,
                SeoText = draft.SeoText,
                Tags = [.. draft.Tags],
                Options = [.. draft.Options],
                CreatedAt = at,
                UpdatedAt = at,
            };
            foreach (var variant in draft.Variants)
                Add(product, variant);
            created.Add(product);
        }

        private void Update(Product product, ProductDraft draft)
        {
            if (!seen.Add(product))
            {
                Fail(draft.Place, $"“{CsvTable.Show(draft.Handle)}” leads to “{CsvTable.Show(product.Name)}” in the shop, and so does another row; rename one");
                return;
            }
            if (!product.Options.Select(o => o.Name).SequenceEqual(draft.Options.Select(o => o.Name), StringComparer.OrdinalIgnoreCase))
            {
                Fail(draft.Place, $"“{CsvTable.Show(product.Name)}” is chosen by {Names(product.Options)} in the shop, but by {Names(draft.Options)} in the file");
                return;
            }

            product.Name = draft.Name;
            product.Description = draft.Description;
            product.Brand = BrandOf(draft);
            product.Tags = [.. draft.Tags];
            product.SeoTitle = draft.SeoTitle ?? product.SeoTitle;
            product.SeoText = draft.SeoText ?? product.SeoText;
            product.Options = [.. product.Options.Zip(draft.Options, WithNewValues)];
            if (product.Status == ProductStatus.Archived && draft.Status == ProductStatus.Active)
                Note(draft.Place, $"“{CsvTable.Show(product.Name)}” is archived in the shop and stays so");
            else
                product.Status = draft.Status;

            foreach (var variant in draft.Variants)
            {
                if (product.Variants.Find(v => v.Choices.SequenceEqual(variant.Choices, StringComparer.OrdinalIgnoreCase)) is { } same)
                    Update(same, variant);
                else
                    Add(product, variant);
            }
            known.Add(product);
        }

        private void Add(Product product, VariantDraft draft)
        {
            if (draft.Sku is { } sku && shop.Skus.TryGetValue(sku, out var other))
                Fail(draft.Place, $"the SKU “{CsvTable.Show(sku)}” belongs to “{CsvTable.Show(other.Product)}” in the shop");

            var variant = new Variant
            {
                Sku = draft.Sku ?? skuMaker.Make(product.Slug, draft.Choices),
                Position = product.Variants.Count,
                Price = draft.Price,
                WasPrice = draft.WasPrice,
                Cost = draft.Cost,
                WeightGrams = draft.WeightGrams,
                Barcode = draft.Barcode,
                Stock = new StockItem { AllowBackorder = draft.AllowBackorder },
            }.Choose(draft.Choices);
            product.Variants.Add(variant);
            stock.Add((variant, draft.OnHand));
        }

        private void Update(Variant variant, VariantDraft draft)
        {
            if (draft.Sku is { } sku && shop.Skus.TryGetValue(sku, out var other) && other.VariantId != variant.Id)
                Fail(draft.Place, $"the SKU “{CsvTable.Show(sku)}” belongs to “{CsvTable.Show(other.Product)}” in the shop");

            variant.Sku = draft.Sku ?? variant.Sku;
            variant.Price = draft.Price;
            variant.WasPrice = draft.WasPrice;
            variant.Cost = draft.Cost ?? variant.Cost;
            variant.WeightGrams = draft.WeightGrams > 0 ? draft.WeightGrams : variant.WeightGrams;
            variant.Barcode = draft.Barcode ?? variant.Barcode;
            if (!draft.AllowBackorder && variant.Stock.Available < 0)
                Note(draft.Place, $"{-variant.Stock.Available} more of {variant.Sku} are sold than there are, so it may still be sold when there is none");
            else
                variant.Stock.AllowBackorder = draft.AllowBackorder;
            if (variant.Stock.OnHand != draft.OnHand)
                countedOtherwise++;
        }

        private bool HasChanged(Product product) =>
            db.Entry(product).State == EntityState.Modified
            || product.Variants.Exists(variant => db.Entry(variant).State != EntityState.Unchanged || db.Entry(variant.Stock).State != EntityState.Unchanged);

        private Brand? BrandOf(ProductDraft draft)
        {
            if (draft.Brand is not { } name)
                return null;
            if (!shop.Brands.TryGetValue(name, out var brand))
            {
                shop.Brands[name] = brand = new Brand { Name = name, Slug = Slugs.Free(Slugs.From(name), shop.BrandSlugs) };
                db.Brands.Add(brand);
            }
            return brand;
        }

        private Category CategoryOf(ProductDraft draft)
        {
            var name = draft.Kind ?? NewGoods;
            if (!shop.Categories.TryGetValue(name, out var category))
            {
                var position = shop.Categories.Values.Where(c => c.ParentId is null).Select(c => c.Position + 1).DefaultIfEmpty(0).Max();
                shop.Categories[name] = category = new Category { Name = name, Slug = Slugs.Free(Slugs.From(name), shop.CategorySlugs), Position = position };
                db.Categories.Add(category);
            }
            return category;
        }

        private static Option WithNewValues(Option mine, Option theirs)
        {
            var more = theirs.Values.Where(value => !mine.Values.Exists(v => string.Equals(v.Name, value.Name, StringComparison.OrdinalIgnoreCase))).ToList();
            return more.Count == 0 ? mine : mine with { Values = [.. mine.Values, .. more] };
        }

        private static string Names(IReadOnlyCollection<Option> options) =>
            options.Count == 0 ? "nothing" : string.Join(" and ", options.Select(option => $"“{CsvTable.Show(option.Name)}”"));

        private void Fail(RowPlace place, string why)
        {
            if (faults.Count < ShopifyCsv.MostRemarks)
                faults.Add(new(place, why));
        }

        private void Note(RowPlace place, string what)
        {
            if (notes.Count < ShopifyCsv.MostRemarks)
                notes.Add(new(place, what));
        }
    }
}
