// Tables of the shop's own words: content pages, menus and home page, and what customers write.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class ContentMapping : IEntityTypeConfiguration<ContentPage>, IEntityTypeConfiguration<Storefront>, IEntityTypeConfiguration<ContactMessage>
{
    public void Configure(EntityTypeBuilder<ContentPage> page)
    {
        page.Property(p => p.Slug).HasMaxLength(Slugs.Longest);
        page.HasIndex(p => p.Slug).IsUnique();
        page.Property(p => p.Name).HasMaxLength(60);
        page.Property(p => p.Text).HasMaxLength(MarkdownText.Longest);
        page.Property(p => p.SeoTitle).HasMaxLength(160);
        page.Property(p => p.SeoText).HasMaxLength(320);
        page.Property(p => p.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Storefront> front)
    {
        front.Property(f => f.Id).ValueGeneratedNever();
        front.Property(f => f.Header).AsJson();
        front.Property(f => f.Footer).AsJson();
        front.Property(f => f.Sections).AsJson();
        front.Property(f => f.Draft).AsJson();
        front.Property(f => f.Version).IsConcurrencyToken();
        front.ToTable(t => t.HasCheckConstraint("CK_Storefront_One", "Id = 1"));
    }

    public void Configure(EntityTypeBuilder<ContactMessage> message)
    {
        message.Property(m => m.Key).HasMaxLength(SecretToken.Length);
        message.HasIndex(m => m.Key).IsUnique();
        message.Property(m => m.Name).HasMaxLength(ContactMessage.LongestName);
        message.Property(m => m.Phone).HasMaxLength(16);
        message.Property(m => m.Email).HasMaxLength(254);
        message.Property(m => m.Text).HasMaxLength(ContactMessage.LongestText);
        message.HasIndex(m => new { m.AnsweredAt, m.Id });
    }
}
