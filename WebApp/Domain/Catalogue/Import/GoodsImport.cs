// Brings drafts of goods into the shop: all of them in one transaction, or none. Importing the same again changes nothing.
using Makola.Data.Sqlite;
using Makola.Domain.History;

namespace Makola.Domain.Catalogue.Import;

/// <summary>
/// Brings the goods of a file into the shop. A product is known by its address (also a former one), a variant by its choices. What the file says
/// of known goods (<see cref="Said"/>) is taken over; the rest stays, also variants it no longer names, and always the stock, since the shop may
/// have sold some. New goods come with the file's stock, as a movement that says so.
/// </summary>
public static class GoodsImport
{
    /// <summary>The category of goods whose file does not say what kind they are.</summary>
    public const string NewGoods = "New goods";

    /// <summary>How often what was read may be overtaken by others who change goods before the import gives up.</summary>
    private const int MostAttempts = 4;

    /// <summary>
    /// Brings the goods in, as one change that can be taken back. When anything of the file is at fault, or clashes with goods of the shop, nothing is
    /// written. Everything is read, compared and made ready beside the selling shop; its one lock is held only while the rows are put in, and only if no
    /// goods were changed meanwhile: otherwise all is read again.
    /// </summary>
    /// <param name="db">The shop.</param>
    /// <param name="file">What was read.</param>
    /// <param name="name">The file's name, for the stock's movements.</param>
    /// <param name="by">Who imports.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Stops the work; nothing is written then.</param>
    /// <param name="progress">Is told how far the work is.</param>
    /// <exception cref="Refusal"><c>import.overtaken</c> when goods were changed at each attempt.</exception>
    public static async Task<ImportReport> ApplyAsync(ShopDb db, GoodsFile file, string name, Actor by, DateTimeOffset at, CancellationToken ct, OperationProgress? progress = null)
    {
        if (file.Faults.Count > 0)
            return new ImportReport { Faults = file.Faults, Notes = file.Notes, Format = file.Format };

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await DeliverAsync(db, file, at, progress, delivery => delivery.UnpackAsync(name, by, ct), ct);
            }
            catch (Exception fault) when (attempt < MostAttempts && IsOvertaken(fault))
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Says what <see cref="ApplyAsync"/> would do, row by row, and writes nothing. What is without fault is tried even when other rows are not.</summary>
    public static async Task<ImportReport> TryAsync(ShopDb db, GoodsFile file, DateTimeOffset at, CancellationToken ct, OperationProgress? progress = null)
    {
        try
        {
            return await DeliverAsync(db, file, at, progress, delivery => Task.FromResult(delivery.Compare(ct)), ct);
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private static async Task<ImportReport> DeliverAsync(ShopDb db, GoodsFile file, DateTimeOffset at, OperationProgress? progress, Func<Delivery, Task<ImportReport>> deliver, CancellationToken ct)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            progress?.Report("Reading the goods of the shop");
            ShopNow shop;
            await using (await Snapshot.BeginAsync(db, ct))
                shop = await ShopNow.ReadAsync(db, file.Products, ct);
            return await deliver(new Delivery(db, file, shop, at, progress));
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    private static Refusal Overtaken() => new("import.overtaken", "Goods were changed again and again while these were brought in. Nothing was written; begin it again.") { Status = 409 };

    /// <summary>Whether what was read is no longer so: the stamp says it, or the database, which has the last word (a taken SKU, a promise that may not be broken).</summary>
    private static bool IsOvertaken(Exception fault) =>
        fault is Refusal { Code: "import.overtaken" } or DbUpdateException or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CONSTRAINT };

    /// <summary>What the shop has already of what the file speaks of.</summary>
    private sealed record ShopNow(
        Dictionary<string, Product> Products, List<Brand> Brands, List<Category> Categories, List<string> Collections, ILookup<string, (long VariantId, string Product)> Skus,
        Dictionary<string, long> Related, HashSet<string> MissingPictures, string Currency, long Stamp, IReadOnlyDictionary<string, long> LastKeys)
    {
        /// <summary>A figure that is another as soon as anybody has changed goods, categories or brands.</summary>
        public static Task<long> StampAsync(ShopDb db, CancellationToken ct) => db.Counters.Where(c => c.Name == "catalogue").Select(c => c.Value).SingleAsync(ct);

        public static async Task<ShopNow> ReadAsync(ShopDb db, IReadOnlyList<ProductDraft> drafts, CancellationToken ct)
        {
            var slugs = drafts.Select(draft => draft.Slug).ToList();
            var former = slugs.ConvertAll(slug => $"/p/{slug}");
            var moved = await db.Redirects.Where(r => EF.Parameter(former).Contains(r.From) && r.To.StartsWith("/p/")).ToDictionaryAsync(r => r.From[3..], r => r.To[3..], ct);
            var wanted = slugs.Concat(moved.Values).ToList();

            // Retired variants too: one the file names again is offered again.
            var known = db.Products.IgnoreQueryFilters().Where(p => EF.Parameter(wanted).Contains(p.Slug)).Include(p => p.Variants).ThenInclude(v => v.Stock).AsSplitQuery();
            if (drafts.Any(draft => draft.Says.HasFlag(Said.OtherCategories)))
                known = known.Include(p => p.OtherCategories);
            var products = await known.ToDictionaryAsync(p => p.Slug, ct);
            foreach (var (from, to) in moved)
            {
                if (products.TryGetValue(to, out var product))
                    products.TryAdd(from, product);
            }

            var related = drafts.SelectMany(draft => draft.Related).Distinct().ToList();
            var relatedNow = products.Values.SelectMany(p => p.Related).Distinct().ToList();
            var slugsOfRelated = related.Count + relatedNow.Count == 0 ? [] : await db.Products
                .Where(p => EF.Parameter(related).Contains(p.Slug) || EF.Parameter(relatedNow).Contains(p.Id)).Select(p => new { p.Slug, p.Id }).ToDictionaryAsync(p => p.Slug, p => p.Id, ct);
            var named = drafts.SelectMany(draft => draft.PicturePaths).Where(PictureSizes.IsOwn).ToHashSet(StringComparer.Ordinal);
            if (named.Count > 0)
                named.ExceptWith(await db.StoredPictures.Where(p => EF.Parameter(named).Contains(p.Path)).Select(p => p.Path).ToListAsync(ct));
            var skus = await db.Variants.IgnoreQueryFilters().Select(v => new { v.Sku, v.Id, v.Product.Name }).ToListAsync(ct);
            return new(products, await db.Brands.OrderBy(b => b.Id).ToListAsync(ct), await db.Categories.OrderBy(c => c.Id).ToListAsync(ct), await db.Collections.Select(c => c.Slug).ToListAsync(ct),
                skus.ToLookup(v => v.Sku, v => (v.Id, v.Name), StringComparer.OrdinalIgnoreCase), slugsOfRelated, named,
                await db.Settings.Select(s => s.Currency).SingleAsync(ct), await StampAsync(db, ct), await RowBatch.LastKeysAsync(db, ct));
        }
    }

    /// <summary>One delivery of goods on its way to the shelves.</summary>
    private sealed class Delivery(ShopDb db, GoodsFile file, ShopNow shop, DateTimeOffset at, OperationProgress? progress)
    {
        private readonly Brands brands = new(db, shop.Brands, shop.LastKeys.GetValueOrDefault("Brands"), isExact: file.IsOwn);
        private readonly Categories categories = new(db, shop.Categories, shop.Collections, shop.LastKeys.GetValueOrDefault("Categories"), isExact: file.IsOwn);
        private readonly SkuMaker skuMaker = new(shop.Skus.Select(sku => sku.Key));
        private readonly List<RowRemark> faults = [];
        private readonly List<RowRemark> notes = [];
        private readonly List<(Product Product, ProductDraft Draft)> created = [];
        private readonly List<(Product Product, ProductDraft Draft)> known = [];
        private readonly HashSet<Product> seen = [];
        private readonly HashSet<Product> movedElsewhere = [];
        private readonly HashSet<Product> relatedOtherwise = [];
        private readonly List<(Variant Variant, int Pieces)> stock = [];
        private readonly HashSet<long> relatedIds = [.. shop.Related.Values];
        private readonly Dictionary<string, Product> newSlugs = new(StringComparer.Ordinal);
        private int countedOtherwise;

        public async Task<ImportReport> UnpackAsync(string name, Actor by, CancellationToken ct)
        {
            Unpack(ct);
            if (faults.Count > 0)
            {
                db.ChangeTracker.Clear();
                return new ImportReport { Faults = faults, Notes = file.Notes, Format = file.Format };
            }

            GiveKeys();
            foreach (var (product, draft) in created.Concat(known).Where(item => relatedOtherwise.Contains(item.Product)))
                product.Related = [.. draft.Related.Select(RelatedId).Where(id => id > 0)];
            db.ChangeTracker.DetectChanges();
            var changed = known.Where(item => HasChanged(item.Product)).Select(item => item.Product).ToList();
            foreach (var product in changed)
                db.Entry(product).Property(p => p.UpdatedAt).CurrentValue = at;
            var report = Report(changed.Count);
            if (created.Count + changed.Count == 0)
            {
                db.ChangeTracker.Clear();
                return report;
            }

            progress?.Report("Making rows ready");
            ReadyRows[] rows = [.. RowBatch.ReadyChanges(db), .. NewRows()];
            progress?.Report("Waiting for a quiet moment");
            var set = await db.ChangeAsync($"Import of {CsvTable.Show(name)}", by, at, () => StoreAsync(rows, [.. created.Select(item => item.Product.Id), .. changed.Select(p => p.Id)], name, by, ct), ct);
            return report with { ChangeSetId = set?.Id };
        }

        /// <summary>What unpacking would do to each row, and nothing done.</summary>
        public ImportReport Compare(CancellationToken ct)
        {
            Unpack(ct);
            db.ChangeTracker.DetectChanges();
            var changed = known.Where(item => HasChanged(item.Product)).ToList();
            var deeds = created.Select(item => new RowDeed(item.Draft.Place, RowFate.Created, $"“{CsvTable.Show(item.Product.Name)}”, {Variants(item.Product.Variants.Count)}"))
                .Concat(changed.Select(item => new RowDeed(item.Draft.Place, RowFate.Changed, $"“{CsvTable.Show(item.Product.Name)}”: {Differences(item.Product)}")))
                .Concat(file.Faults.Concat(faults).Select(fault => new RowDeed(fault.Place, RowFate.Refused, fault.Text)));
            return Report(changed.Count) with { Faults = [.. file.Faults, .. faults], Deeds = [.. deeds.OrderBy(deed => deed.Place.Row)] };
        }

        private void Unpack(CancellationToken ct)
        {
            var givenSkus = file.Products.SelectMany(p => p.Variants).Select(v => v.Sku).OfType<string>();
            foreach (var sku in givenSkus)
                skuMaker.Take(sku);
            foreach (var (done, draft) in file.Products.Index())
            {
                if (done % 100 == 0)
                {
                    ct.ThrowIfCancellationRequested();
                    progress?.Report("Comparing goods", done, file.Products.Count);
                }
                var faultsBefore = faults.Count;
                if (shop.Products.TryGetValue(draft.Slug, out var product))
                    Update(product, draft);
                else
                    product = Create(draft);
                if (shop.MissingPictures.Count > 0)
                    Miss(draft);
                if (faults.Count == faultsBefore)
                    (product.Id == 0 ? created : known).Add((product, draft));
            }
            foreach (var (product, draft) in created)
                newSlugs.TryAdd(draft.Slug, product);
            foreach (var (product, draft) in created.Concat(known).Where(item => item.Draft.Says.HasFlag(Said.Related)))
                Relate(product, draft);
        }

        private ImportReport Report(int changed) => new()
        {
            Format = file.Format,
            Created = created.Count,
            Changed = changed,
            Unchanged = known.Count - changed,
            Drafts = created.Count(item => item.Product.Status != ProductStatus.Active),
            Variants = file.Products.Sum(draft => draft.Variants.Count),
            Pieces = stock.Sum(item => (long)item.Pieces),
            CountedOtherwise = countedOtherwise,
            Pictures = file.Products.Sum(draft => draft.Pictures.Count),
            Notes = [.. file.Notes, .. notes],
        };

        /// <summary>New goods get their keys before anybody else waits: no one can take them while the stamp is the same.</summary>
        private void GiveKeys()
        {
            var goods = created.ConvertAll(item => item.Product);
            RowBatch.GiveKeys(db, goods, shop.LastKeys.GetValueOrDefault("Products"));
            RowBatch.GiveKeys(db, goods.SelectMany(product => product.Variants), shop.LastKeys.GetValueOrDefault("Variants"));
            foreach (var product in goods)
            {
                (product.BrandId, product.MainCategoryId) = (product.Brand?.Id, product.MainCategory?.Id);
                foreach (var variant in product.Variants)
                    (variant.ProductId, variant.Stock.VariantId) = (product.Id, variant.Id);
            }
        }

        private IEnumerable<ReadyRows> NewRows()
        {
            var variants = created.SelectMany(item => item.Product.Variants).ToList();
            return [.. RowBatch.Ready(db, created.Select(item => item.Product)), .. RowBatch.Ready(db, variants), .. RowBatch.Ready(db, variants.Select(variant => variant.Stock))];
        }

        /// <summary>All that is done while nobody else can write.</summary>
        private async Task StoreAsync(ReadyRows[] rows, List<long> products, string name, Actor by, CancellationToken ct)
        {
            if (await ShopNow.StampAsync(db, ct) != shop.Stamp)
                throw Overtaken();

            // What is made ready is noted here; what is left (new brands, categories, variants of known goods) is noted and saved by the change tracker.
            db.Recording!.Look(db.ChangeTracker);
            foreach (var (product, _) in created)
                db.Recording.Note(nameof(Product), product.Id, "", null, product.Name);
            foreach (var entry in db.ChangeTracker.Entries().Where(e => e is { State: EntityState.Modified, Entity: Product or Variant or StockItem }).ToList())
                entry.State = EntityState.Unchanged;
            await db.SaveChangesAsync(ct);
            foreach (var (done, batch) in rows.Index())
            {
                progress?.Report("Writing goods", done, rows.Length);
                if (!await batch.WriteAsync(db, ct))
                    throw Overtaken();
            }
            await ShowElsewhereAsync(ct);
            // What follows is set-based; thousands of rows need not be watched any longer.
            db.ChangeTracker.Clear();

            progress?.Report("Writing stock");
            var pieces = stock.Where(item => item.Pieces > 0).Select(item => new StockChange(item.Variant.Id, item.Pieces, 0)).ToList();
            await StockRoom.MoveAsync(db, MovementKind.Receive, pieces, $"Imported from {CsvTable.Show(name)}", null, by, at, ct);
            progress?.Report("Putting goods on their shelves");
            await Shelves.ArrangeAsync(db, products, ct);
            progress?.Report("Writing the history");
        }

        // The rows between new goods and the categories they are shown in as well: thousands of them as one statement.
        private async Task ShowElsewhereAsync(CancellationToken ct)
        {
            var places = created.SelectMany(item => item.Draft.OtherCategories.Select(categories.At).Distinct().Select(category => new[] { item.Product.Id, category.Id })).ToList();
            if (places.Count == 0)
                return;

            var rows = System.Text.Json.JsonSerializer.Serialize(places);
            await db.Database.ExecuteSqlAsync($"INSERT INTO ProductCategories (ProductId, CategoryId) SELECT value ->> 0, value ->> 1 FROM json_each({rows})", ct);
        }

        // The file's word counts: its goods may be brought in before the folder of pictures is.
        private void Miss(ProductDraft draft)
        {
            foreach (var path in draft.PicturePaths.Distinct().Where(shop.MissingPictures.Contains))
                Note(draft.Place, $"the picture {path} of “{CsvTable.Show(draft.Name)}” is not in this shop; add it in the back office");
        }

        private long RelatedId(string slug) => shop.Related.TryGetValue(slug, out var id) ? id : newSlugs.TryGetValue(slug, out var other) ? other.Id : 0;

        private Product Create(ProductDraft draft)
        {
            var product = new Product
            {
                Slug = draft.Slug,
                Name = draft.Name,
                Blurb = draft.Blurb,
                Description = draft.Description,
                Brand = brands.Named(draft.Brand),
                MainCategory = CategoryOf(draft),
                Status = draft.Status,
                SeoTitle = draft.SeoTitle,
                SeoText = draft.SeoText,
                Tags = [.. draft.Tags],
                Options = [.. draft.Options],
                Pictures = [.. draft.OwnPictures],
                Attributes = [.. draft.Attributes],
                PublishAt = draft.PublishAt,
                UnpublishAt = draft.UnpublishAt,
                CreatedAt = draft.CreatedAt ?? at,
                UpdatedAt = at,
            };
            foreach (var path in draft.OtherCategories)
                categories.At(path);
            foreach (var variant in draft.Variants)
                Add(product, variant);
            return product;
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
            if (draft.Says.HasFlag(Said.Blurb))
                product.Blurb = draft.Blurb;
            if (draft.Says.HasFlag(Said.Description))
                product.Description = draft.Description;
            if (draft.Says.HasFlag(Said.Brand))
                product.Brand = brands.Named(draft.Brand);
            if (draft.Says.HasFlag(Said.Tags))
                product.Tags = [.. draft.Tags];
            if (draft.Says.HasFlag(Said.SeoTitle))
                product.SeoTitle = draft.SeoTitle;
            if (draft.Says.HasFlag(Said.SeoText))
                product.SeoText = draft.SeoText;
            if (draft.Says.HasFlag(Said.Category))
                product.MainCategory = CategoryOf(draft);
            if (draft.Says.HasFlag(Said.OtherCategories))
                Show(product, [.. draft.OtherCategories.Select(categories.At).Distinct()]);
            if (draft.Says.HasFlag(Said.Pictures) && (draft.OwnPictures.Count > 0 || draft.Pictures.Count == 0))
                product.Pictures = [.. draft.OwnPictures];
            if (draft.Says.HasFlag(Said.Attributes))
                product.Attributes = [.. draft.Attributes];
            if (draft.Says.HasFlag(Said.PublishAt))
                product.PublishAt = draft.PublishAt;
            if (draft.Says.HasFlag(Said.UnpublishAt))
                product.UnpublishAt = draft.UnpublishAt;
            product.Options = [.. product.Options.Zip(draft.Options, (mine, theirs) => file.IsOwn ? WithOldValues(mine, theirs) : WithNewValues(mine, theirs))];
            if (draft.Says.HasFlag(Said.Status))
                Publish(product, draft);

            var exact = draft.Variants.Select(v => string.Join(" · ", v.Choices)).ToHashSet(StringComparer.Ordinal);
            var named = new HashSet<Variant>();
            var before = product.Variants.Where(variant => !variant.Retired).ToList();
            foreach (var variant in draft.Variants)
            {
                var same = product.Variants.Find(v => v.Choices.SequenceEqual(variant.Choices, StringComparer.Ordinal))
                    ?? product.Variants.Find(v => v.Choices.SequenceEqual(variant.Choices, StringComparer.OrdinalIgnoreCase) && !exact.Contains(v.ChoiceText));
                if (same is null)
                    Add(product, variant);
                else
                    Update(same, variant);
                named.UnionWith(same is null ? [] : [same]);
            }
            if (before.FindAll(variant => !named.Contains(variant)) is { Count: > 0 } others)
                Note(draft.Place, $"“{CsvTable.Show(product.Name)}” has {Variants(others.Count)} in the shop that the file does not name ({CsvTable.Show(string.Join(", ", others.Select(variant => variant.Sku)))}); they stay");
        }

        // Other shops do not know what this one has put away; a file of this shop says it on purpose.
        private void Publish(Product product, ProductDraft draft)
        {
            if (product.Status == ProductStatus.Archived && draft.Status == ProductStatus.Active && !file.IsOwn)
                Note(draft.Place, $"“{CsvTable.Show(product.Name)}” is archived in the shop and stays so");
            else
                product.Status = draft.Status;
        }

        private void Show(Product product, List<Category> wanted)
        {
            if (product.OtherCategories.Count == wanted.Count && wanted.TrueForAll(product.OtherCategories.Contains))
                return;

            product.OtherCategories.RemoveAll(category => !wanted.Contains(category));
            product.OtherCategories.AddRange(wanted.Except(product.OtherCategories));
            movedElsewhere.Add(product);
        }

        // Goods of the same file have no key yet, so related goods are written after all are there.
        private void Relate(Product product, ProductDraft draft)
        {
            foreach (var slug in draft.Related.Where(slug => !shop.Related.ContainsKey(slug) && !newSlugs.ContainsKey(slug)))
                Note(draft.Place, $"“{CsvTable.Show(slug)}” is not in the shop and so not beside “{CsvTable.Show(product.Name)}”");
            var now = product.Related.Where(relatedIds.Contains).ToList();
            if (draft.Related.Any(newSlugs.ContainsKey) || !draft.Related.Where(shop.Related.ContainsKey).Select(slug => shop.Related[slug]).SequenceEqual(now))
                relatedOtherwise.Add(product);
        }

        private void Add(Product product, VariantDraft draft)
        {
            RefuseTaken(draft, null);
            var variant = new Variant
            {
                Sku = draft.Sku ?? skuMaker.Make(product.Slug, draft.Choices),
                Position = product.Variants.Count,
                Price = draft.Price,
                WasPrice = draft.WasPrice,
                Cost = draft.Cost,
                SalePrice = draft.SalePrice,
                SaleFrom = draft.SaleFrom,
                SaleUntil = draft.SaleUntil,
                WeightGrams = draft.WeightGrams,
                Barcode = draft.Barcode,
                PicturePath = draft.PicturePath,
                Stock = NewStock(draft),
            }.Choose(draft.Choices);
            product.Variants.Add(variant);
            stock.Add((variant, draft.OnHand));
        }

        private void Update(Variant variant, VariantDraft draft)
        {
            RefuseTaken(draft, variant.Id);
            variant.Sku = draft.Sku ?? variant.Sku;
            variant.Price = draft.Price;
            variant.Retired = false;
            if (draft.Says.HasFlag(Said.WasPrice))
                variant.WasPrice = draft.WasPrice;
            if (draft.Says.HasFlag(Said.Sale))
                (variant.SalePrice, variant.SaleFrom, variant.SaleUntil) = (draft.SalePrice, draft.SaleFrom, draft.SaleUntil);
            if (draft.Says.HasFlag(Said.Cost))
                variant.Cost = draft.Cost;
            if (draft.Says.HasFlag(Said.Weight))
                variant.WeightGrams = draft.WeightGrams;
            if (draft.Says.HasFlag(Said.Barcode))
                variant.Barcode = draft.Barcode;
            if (draft.Says.HasFlag(Said.VariantPicture))
                variant.PicturePath = draft.PicturePath;
            if (draft.Says.HasFlag(Said.LowAt) && draft.LowAt is { } low)
                variant.Stock.WarnAt(low);
            if (draft.Says.HasFlag(Said.Backorder))
                Allow(variant, draft);
            if (draft.Says.HasFlag(Said.Stock) && variant.Stock.OnHand != draft.OnHand)
                countedOtherwise++;
        }

        private void RefuseTaken(VariantDraft draft, long? mine)
        {
            if (draft.Sku is { } sku && shop.Skus[sku].ToList() is [var other, ..] owners && !owners.Exists(owner => owner.VariantId == mine))
                Fail(draft.Place, $"the SKU “{CsvTable.Show(sku)}” belongs to “{CsvTable.Show(other.Product)}” in the shop");
        }

        private void Allow(Variant variant, VariantDraft draft)
        {
            if (!draft.AllowBackorder && variant.Stock.Available < 0)
                Note(draft.Place, $"{-variant.Stock.Available} more of {variant.Sku} are sold than there are, so it may still be sold when there is none");
            else
                variant.Stock.TakeBackorders(draft.AllowBackorder);
        }

        private static StockItem NewStock(VariantDraft draft)
        {
            var stock = new StockItem().TakeBackorders(draft.AllowBackorder);
            return draft.LowAt is { } low ? stock.WarnAt(low) : stock;
        }

        private bool HasChanged(Product product) =>
            db.Entry(product).State == EntityState.Modified || movedElsewhere.Contains(product) || relatedOtherwise.Contains(product)
            || product.Variants.Exists(variant => db.Entry(variant).State != EntityState.Unchanged || db.Entry(variant.Stock).State != EntityState.Unchanged);

        // What is different, in words; a variant's prices with the old and the new one.
        private string Differences(Product product)
        {
            var differences = db.Entry(product).Properties.Where(p => p.IsModified).Select(p => Words(p.Metadata.Name)).ToList();
            if (movedElsewhere.Contains(product))
                differences.Add("other categories");
            if (relatedOtherwise.Contains(product))
                differences.Add("related");
            foreach (var variant in product.Variants)
            {
                var fields = db.Entry(variant).Properties.Where(p => p.IsModified).Concat(db.Entry(variant.Stock).Properties.Where(p => p.IsModified)).ToList();
                if (variant.Id == 0)
                    differences.Add($"{variant.Sku} is new");
                else if (fields.Count > 0)
                    differences.Add($"{variant.Sku} {string.Join(", ", fields.Select(Change))}");
            }
            return string.Join("; ", differences);
        }

        private string Change(Microsoft.EntityFrameworkCore.ChangeTracking.PropertyEntry field) => field is { OriginalValue: long old, CurrentValue: long now }
            ? $"{Words(field.Metadata.Name)} from {new Money(old, shop.Currency).Plain} to {new Money(now, shop.Currency).Plain}"
            : Words(field.Metadata.Name);

        private static string Words(string field) => FieldNames.Of(field);

        private static string Variants(int count) => count == 1 ? "1 variant" : $"{count} variants";

        private Category? CategoryOf(ProductDraft draft) => draft.Category switch
        {
            { Count: > 0 } path => categories.At(path),
            { Count: 0 } => null,
            null => categories.Named(draft.Kind ?? NewGoods),
        };

        // The file's order and colours; values only variants of the shop have stay behind them.
        private static Option WithOldValues(Option mine, Option theirs) =>
            theirs with { Values = [.. theirs.Values, .. mine.Values.Where(value => !theirs.Values.Exists(v => v.Name == value.Name))] };

        private static Option WithNewValues(Option mine, Option theirs)
        {
            var more = theirs.Values.Where(value => !mine.Values.Exists(v => string.Equals(v.Name, value.Name, StringComparison.OrdinalIgnoreCase))).ToList();
            return more.Count == 0 ? mine : mine with { Values = [.. mine.Values, .. more] };
        }

        private static string Names(IReadOnlyCollection<Option> options) =>
            options.Count == 0 ? "nothing" : string.Join(" and ", options.Select(option => $"“{CsvTable.Show(option.Name)}”"));

        private void Fail(RowPlace place, string why)
        {
            if (faults.Count < GoodsReading.MostRemarks)
                faults.Add(new(place, why));
        }

        private void Note(RowPlace place, string what)
        {
            if (notes.Count < GoodsReading.MostRemarks)
                notes.Add(new(place, what));
        }
    }
}
