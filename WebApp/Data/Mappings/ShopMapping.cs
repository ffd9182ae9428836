// Tables of the shop itself: settings, counters.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class ShopMapping : IEntityTypeConfiguration<ShopSettings>, IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<ShopSettings> settings)
    {
        settings.Property(s => s.Id).ValueGeneratedNever();
        settings.Property(s => s.Name).HasMaxLength(60);
        settings.Property(s => s.Headline).HasMaxLength(80);
        settings.Property(s => s.Tagline).HasMaxLength(300);
        settings.Property(s => s.Currency).HasMaxLength(3);
        settings.Property(s => s.TimeZone).HasMaxLength(60);
        settings.Property(s => s.DeliveryFees).AsJson();
        settings.Property(s => s.Version).IsConcurrencyToken();
        settings.ToTable(t => t.HasCheckConstraint("CK_Settings_One", "Id = 1"));
        settings.HasData(new ShopSettings());
    }

    public void Configure(EntityTypeBuilder<Counter> counter)
    {
        counter.HasKey(c => c.Name);
        counter.Property(c => c.Name).HasMaxLength(20);
        counter.HasData(new Counter { Name = "order", Value = 1000 }, new Counter { Name = "catalogue", Value = 1 }, new Counter { Name = "settings", Value = 1 });
    }
}
