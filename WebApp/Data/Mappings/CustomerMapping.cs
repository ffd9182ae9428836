// Tables of customers. What they are found by (words, an e-mail in any case) is indexed in Data/Sqlite/CustomerTables.
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class CustomerMapping : IEntityTypeConfiguration<Customer>, IEntityTypeConfiguration<Address>, IEntityTypeConfiguration<CustomerNote>,
    IEntityTypeConfiguration<Segment>, IEntityTypeConfiguration<Wish>, IEntityTypeConfiguration<StockRequest>, IEntityTypeConfiguration<Review>, IEntityTypeConfiguration<ContactProof>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.Property(c => c.Name).HasMaxLength(Customer.LongestName);
        customer.Property(c => c.Phone).HasMaxLength(16);
        customer.Property(c => c.Email).HasMaxLength(Customer.LongestEmail);
        customer.Property(c => c.WishToken).HasMaxLength(SecretToken.Length);
        customer.Property(c => c.Version).IsConcurrencyToken();
        customer.HasIndex(c => c.Phone).IsUnique();
        customer.HasIndex(c => c.PersonId).IsUnique();
        customer.HasIndex(c => c.WishToken).IsUnique();
        customer.HasIndex(c => new { c.LastOrderAt, c.Id });
        customer.HasIndex(c => c.BlockedAt).HasFilter("BlockedAt IS NOT NULL");
        customer.HasIndex(c => new { c.Spent, c.Id });
        customer.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<Address> address)
    {
        address.Property(a => a.Name).HasMaxLength(Customer.LongestName);
        address.Property(a => a.Phone).HasMaxLength(16);
        address.Property(a => a.RegionCode).HasMaxLength(2);
        address.Property(a => a.Landmark).HasMaxLength(200);
        address.Property(a => a.DigitalAddress).HasMaxLength(16);
        address.HasOne<Customer>().WithMany().HasForeignKey(a => a.CustomerId).OnDelete(DeleteBehavior.Cascade);
        address.HasIndex(a => new { a.CustomerId, a.Id });
    }

    public void Configure(EntityTypeBuilder<CustomerNote> note)
    {
        note.Property(n => n.Text).HasMaxLength(CustomerNote.Longest);
        note.HasOne<Customer>().WithMany().HasForeignKey(n => n.CustomerId).OnDelete(DeleteBehavior.Cascade);
        note.HasIndex(n => new { n.CustomerId, n.Id });
    }

    public void Configure(EntityTypeBuilder<Segment> segment)
    {
        segment.Property(s => s.Name).HasMaxLength(Segment.LongestName);
        segment.HasIndex(s => s.Name).IsUnique();
        segment.Property(s => s.Rule).AsJson();
        segment.Property(s => s.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Wish> wish)
    {
        wish.HasKey(w => new { w.CustomerId, w.ProductId });
        wish.HasOne<Customer>().WithMany().HasForeignKey(w => w.CustomerId).OnDelete(DeleteBehavior.Cascade);
        wish.HasOne<Product>().WithMany().HasForeignKey(w => w.ProductId).OnDelete(DeleteBehavior.Cascade);
        wish.HasIndex(w => w.ProductId);
    }

    public void Configure(EntityTypeBuilder<StockRequest> request)
    {
        request.Property(r => r.Email).HasMaxLength(Customer.LongestEmail);
        request.Property(r => r.Token).HasMaxLength(SecretToken.Length);
        request.HasIndex(r => r.Token).IsUnique();
        request.HasIndex(r => new { r.VariantId, r.Email }).IsUnique();
        request.HasIndex(r => r.Email);
        request.HasIndex(r => r.At);
        request.HasOne<Variant>().WithMany().HasForeignKey(r => r.VariantId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Review> review)
    {
        review.Property(r => r.Name).HasMaxLength(Review.LongestName);
        review.Property(r => r.Text).HasMaxLength(Review.Longest);
        review.Property(r => r.Answer).HasMaxLength(Review.Longest);
        review.Property(r => r.Version).IsConcurrencyToken();
        review.HasIndex(r => new { r.ProductId, r.CustomerId }).IsUnique();
        review.HasIndex(r => new { r.ProductId, r.State, r.Id });
        review.HasIndex(r => new { r.State, r.Id });
        review.HasIndex(r => r.CustomerId);
        review.HasOne<Product>().WithMany().HasForeignKey(r => r.ProductId).OnDelete(DeleteBehavior.Cascade);
        review.HasOne<Customer>().WithMany().HasForeignKey(r => r.CustomerId).OnDelete(DeleteBehavior.Cascade);
        review.ToTable(t => t.HasCheckConstraint("CK_Review_Stars", "Stars BETWEEN 1 AND 5"));
    }

    public void Configure(EntityTypeBuilder<ContactProof> proof)
    {
        proof.Property(p => p.Secret).HasMaxLength(43);
        proof.Property(p => p.Contact).HasMaxLength(Customer.LongestEmail);
        proof.Property(p => p.Tries).IsConcurrencyToken();
        proof.HasIndex(p => p.Secret);
        proof.HasIndex(p => new { p.PersonId, p.Kind });
        proof.HasIndex(p => new { p.Kind, p.At });
        proof.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
