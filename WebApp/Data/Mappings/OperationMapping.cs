// The table of long work.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class OperationMapping : IEntityTypeConfiguration<Operation>
{
    public void Configure(EntityTypeBuilder<Operation> operation)
    {
        operation.Property(o => o.Title).HasMaxLength(200);
        operation.Property(o => o.Page).HasMaxLength(200);
        operation.Property(o => o.Outcome).HasMaxLength(20_000);
        operation.HasIndex(o => new { o.Page, o.Id });
        operation.HasIndex(o => o.State).HasFilter("State = 'Running'");
    }
}
