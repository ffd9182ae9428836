// Tables of the catalogue: lengths, keys and the indexes its lists walk.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class CatalogueMapping : IEntityTypeConfiguration<Product>, IEntityTypeConfiguration<Variant>, IEntityTypeConfiguration<Aisle>, IEntityTypeConfiguration<Category>, IEntityTypeConfiguration<Collection>,
    IEntityTypeConfiguration<Brand>, IEntityTypeConfiguration<Redirect>, IEntityTypeConfiguration<ShelfPlace>, IEntityTypeConfiguration<FilterValue>
{
    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.Property(p => p.Slug).HasMaxLength(Slugs.Longest);
        product.HasIndex(p => p.Slug).IsUnique();
        product.Property(p => p.Name).HasMaxLength(160);
        product.Property(p => p.Blurb).HasMaxLength(120);
        product.Property(p => p.Description).HasMaxLength(20_000);
        product.Property(p => p.SeoTitle).HasMaxLength(160);
        product.Property(p => p.SeoText).HasMaxLength(320);
        product.Property(p => p.Tags).AsJson();
        product.Property(p => p.Pictures).AsJson();
        product.Property(p => p.Options).AsJson();
        product.Property(p => p.Attributes).AsJson();
        product.Property(p => p.Related).AsJson();
        product.Property(p => p.CoverPath).HasMaxLength(200);
        product.Property(p => p.Version).IsConcurrencyToken();
        product.HasOne(p => p.Brand).WithMany().HasForeignKey(p => p.BrandId).OnDelete(DeleteBehavior.Restrict);
        product.HasOne(p => p.MainCategory).WithMany().HasForeignKey(p => p.MainCategoryId).OnDelete(DeleteBehavior.Restrict);
        product.HasMany(p => p.OtherCategories).WithMany().UsingEntity(
            "ProductCategories",
            right => right.HasOne(typeof(Category)).WithMany().HasForeignKey("CategoryId"),
            left => left.HasOne(typeof(Product)).WithMany().HasForeignKey("ProductId"));
        product.HasIndex(p => new { p.BrandId, p.Status, p.Popularity });
        product.HasIndex(p => new { p.Status, p.CreatedAt });
        product.HasIndex(p => new { p.Status, p.Popularity });
        product.HasIndex(p => new { p.Status, p.Name, p.Id });
        product.HasIndex(p => p.PublishAt).HasFilter("PublishAt IS NOT NULL");
        product.HasIndex(p => p.UnpublishAt).HasFilter("UnpublishAt IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<Variant> variant)
    {
        variant.Property(v => v.Sku).HasMaxLength(60);
        variant.HasIndex(v => v.Sku).IsUnique();
        variant.Property(v => v.Choices).AsJson();
        variant.Property(v => v.ChoiceText).HasMaxLength(200);
        variant.HasIndex(v => new { v.ProductId, v.ChoiceText }).IsUnique();
        variant.Property(v => v.Barcode).HasMaxLength(60);
        variant.Property(v => v.PicturePath).HasMaxLength(200);
        variant.HasOne(v => v.Product).WithMany(p => p.Variants).HasForeignKey(v => v.ProductId);
        variant.HasOne(v => v.Stock).WithOne().HasForeignKey<StockItem>(s => s.VariantId);
        variant.HasIndex(v => v.SaleFrom).HasFilter("SaleFrom IS NOT NULL");
        variant.HasIndex(v => v.SaleUntil).HasFilter("SaleUntil IS NOT NULL");
        variant.HasQueryFilter(v => !v.Retired);
        variant.ToTable(t => t.HasCheckConstraint("CK_Variant_Price", "Price BETWEEN 0 AND 1000000000000"));
    }

    public void Configure(EntityTypeBuilder<Aisle> aisle)
    {
        aisle.ToTable("Categories");
        aisle.HasDiscriminator<string>("Kind").HasValue<Category>(nameof(Category)).HasValue<Collection>(nameof(Collection));
        aisle.Property("Kind").HasMaxLength(20);
        aisle.Property(a => a.Slug).HasMaxLength(Slugs.Longest);
        aisle.HasIndex(a => a.Slug).IsUnique();
        aisle.Property(a => a.Name).HasMaxLength(60);
        aisle.Property(a => a.Text).HasMaxLength(1000);
        aisle.Property(a => a.Emblem).HasMaxLength(200);
        aisle.Property(a => a.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Collection> collection)
    {
        collection.Property(c => c.Rule).AsJson();
        collection.Property(c => c.Goods).AsJson();
    }

    public void Configure(EntityTypeBuilder<Category> category)
    {
        category.HasOne(c => c.Parent).WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Brand> brand)
    {
        brand.Property(b => b.Slug).HasMaxLength(Slugs.Longest);
        brand.HasIndex(b => b.Slug).IsUnique();
        brand.Property(b => b.Name).HasMaxLength(60);
        brand.Property(b => b.Text).HasMaxLength(1000);
        brand.Property(b => b.Emblem).HasMaxLength(200);
        brand.Property(b => b.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Redirect> redirect)
    {
        redirect.Property(r => r.From).HasMaxLength(Redirect.Longest);
        redirect.Property(r => r.To).HasMaxLength(Redirect.Longest);
        redirect.HasIndex(r => r.From).IsUnique();
        redirect.HasIndex(r => r.To);
    }

    public void Configure(EntityTypeBuilder<ShelfPlace> place)
    {
        place.HasKey(s => new { s.CategoryId, s.ProductId });
        place.HasOne(s => s.Product).WithMany().HasForeignKey(s => s.ProductId);
        place.HasOne<Aisle>().WithMany().HasForeignKey(s => s.CategoryId);
        place.HasIndex(s => new { s.CategoryId, s.Popularity, s.ProductId }).IsDescending(false, true, true);
        place.HasIndex(s => new { s.CategoryId, s.CreatedAt, s.ProductId }).IsDescending(false, true, true);
        place.HasIndex(s => new { s.CategoryId, s.PriceFrom, s.ProductId });
        place.HasIndex(s => new { s.CategoryId, s.Name, s.ProductId });
        place.HasIndex(s => s.ProductId);
    }

    public void Configure(EntityTypeBuilder<FilterValue> value)
    {
        value.HasKey(f => new { f.VariantId, f.Name });
        value.HasOne<Variant>().WithMany().HasForeignKey(f => f.VariantId);
        value.HasIndex(f => new { f.ProductId, f.Name, f.Value });
    }
}
