// Tables of orders and their money. Keys are given by the domain (order number, line number …), so nothing is read back.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>, IEntityTypeConfiguration<OrderLine>, IEntityTypeConfiguration<OrderEvent>,
    IEntityTypeConfiguration<Parcel>, IEntityTypeConfiguration<ParcelLine>, IEntityTypeConfiguration<Payment>, IEntityTypeConfiguration<PaymentEvent>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.HasKey(o => o.Number);
        order.Property(o => o.Number).ValueGeneratedNever();
        order.Property(o => o.Token).HasMaxLength(SecretToken.Length);
        order.HasIndex(o => o.Token).IsUnique();
        order.Property(o => o.PlaceKey).HasMaxLength(43);
        order.HasIndex(o => o.PlaceKey).IsUnique();
        order.Property(o => o.Currency).HasMaxLength(3);
        order.Property(o => o.Name).HasMaxLength(100);
        order.Property(o => o.Phone).HasMaxLength(16);
        order.Property(o => o.Email).HasMaxLength(254);
        order.Property(o => o.RegionCode).HasMaxLength(2);
        order.Property(o => o.Landmark).HasMaxLength(200);
        order.Property(o => o.DigitalAddress).HasMaxLength(16);
        order.Property(o => o.BuyerNote).HasMaxLength(500);
        order.Property(o => o.Version).IsConcurrencyToken();
        order.Ignore(o => o.StockMoves);
        order.Ignore(o => o.News);
        order.HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderNumber).OnDelete(DeleteBehavior.Restrict);
        order.HasMany(o => o.Parcels).WithOne().HasForeignKey(p => p.OrderNumber).OnDelete(DeleteBehavior.Restrict);
        order.HasMany(o => o.Payments).WithOne().HasForeignKey(p => p.OrderNumber).OnDelete(DeleteBehavior.Restrict);
        order.HasMany(o => o.Events).WithOne().HasForeignKey(e => e.OrderNumber).OnDelete(DeleteBehavior.Restrict);
        order.HasMany(o => o.Holds).WithOne().HasForeignKey(h => h.OrderNumber).OnDelete(DeleteBehavior.Restrict);
        order.HasIndex(o => o.PlacedAt);
        order.HasIndex(o => new { o.Status, o.Goods, o.Number });
        order.HasIndex(o => new { o.Status, o.Money, o.Number });
        order.HasIndex(o => new { o.Status, o.HoldUntil });
        order.HasIndex(o => o.Phone);
        order.HasOne<Customer>().WithMany().HasForeignKey(o => o.CustomerId).OnDelete(DeleteBehavior.Restrict);
        order.HasIndex(o => new { o.CustomerId, o.Number });
        order.ToTable(t => t.HasCheckConstraint("CK_Order_Total", "GoodsTotal >= 0 AND DeliveryTotal >= 0 AND Total = GoodsTotal + DeliveryTotal"));
    }

    public void Configure(EntityTypeBuilder<OrderLine> line)
    {
        line.HasKey(l => new { l.OrderNumber, l.LineNo });
        line.Property(l => l.Name).HasMaxLength(160);
        line.Property(l => l.Sku).HasMaxLength(60);
        line.Property(l => l.Choices).HasMaxLength(200);
        line.Property(l => l.Picture).HasMaxLength(200);
        line.Ignore(l => l.Wanted);
        line.Ignore(l => l.ToPack);
        line.HasOne<Variant>().WithMany().HasForeignKey(l => l.VariantId).OnDelete(DeleteBehavior.Restrict);
        line.HasIndex(l => l.VariantId);
        line.HasIndex(l => l.Picture);
        line.ToTable(t => t.HasCheckConstraint("CK_OrderLine_Counters", """
            Ordered >= 1 AND Total = UnitPrice * Ordered AND Cancelled BETWEEN 0 AND Ordered AND Packed BETWEEN 0 AND Ordered - Cancelled
            AND Sent BETWEEN 0 AND Packed AND Delivered BETWEEN 0 AND Sent
            """));
    }

    public void Configure(EntityTypeBuilder<OrderEvent> happened)
    {
        happened.HasKey(e => new { e.OrderNumber, e.Seq });
        happened.Property(e => e.Type).HasMaxLength(20);
        happened.Property(e => e.Scene).HasMaxLength(16);
    }

    public void Configure(EntityTypeBuilder<Parcel> parcel)
    {
        parcel.HasKey(p => new { p.OrderNumber, p.No });
        parcel.Property(p => p.Carrier).HasMaxLength(60);
        parcel.Property(p => p.Tracking).HasMaxLength(80);
        parcel.HasMany(p => p.Lines).WithOne().HasForeignKey(l => new { l.OrderNumber, l.ParcelNo }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ParcelLine> line)
    {
        line.HasKey(l => new { l.OrderNumber, l.ParcelNo, l.LineNo });
        line.ToTable(t => t.HasCheckConstraint("CK_ParcelLine_Qty", "Qty >= 1"));
    }

    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.HasKey(p => new { p.OrderNumber, p.No });
        payment.Property(p => p.Currency).HasMaxLength(3);
        payment.Property(p => p.Reference).HasMaxLength(20);
        payment.HasMany(p => p.Events).WithOne().HasForeignKey(e => new { e.OrderNumber, e.PaymentNo }).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PaymentEvent> happened)
    {
        happened.HasKey(e => new { e.OrderNumber, e.PaymentNo, e.Seq });
        happened.Property(e => e.TransactionId).HasMaxLength(60);
        happened.HasIndex(e => new { e.TransactionId, e.Kind }).IsUnique();
        happened.HasIndex(e => e.At);
        happened.ToTable(t => t.HasCheckConstraint("CK_PaymentEvent_Amount", "Amount > 0"));
    }
}
