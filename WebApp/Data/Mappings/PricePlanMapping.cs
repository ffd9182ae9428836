// The table of planned changes of prices.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class PricePlanMapping : IEntityTypeConfiguration<PricePlan>
{
    public void Configure(EntityTypeBuilder<PricePlan> plan)
    {
        plan.Property(p => p.Text).HasMaxLength(150);
        plan.Property(p => p.Goods).AsJson();
        plan.Property(p => p.Rule).AsJson();
        plan.Property(p => p.State).IsConcurrencyToken();
        plan.HasIndex(p => new { p.State, p.From });
    }
}
