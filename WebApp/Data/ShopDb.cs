// The shop's database: its tables, its conventions, and the one way to write.
using Makola.Data.Sqlite;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Makola.Data;

/// <summary>A figure that only ever goes up: order numbers, and stamps other processes watch.</summary>
public sealed class Counter
{
    /// <summary><c>order</c>, <c>catalogue</c> or <c>settings</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The last value given out.</summary>
    public long Value { get; init; }
}

/// <summary>The unit of work. Reads project to records; whatever changes money, stock or goods goes through <see cref="WriteAsync{T}"/>.</summary>
public sealed class ShopDb(DbContextOptions<ShopDb> options) : IdentityDbContext<Person, IdentityRole<long>, long>(options)
{
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Variant> Variants => Set<Variant>();
    public DbSet<Aisle> Aisles => Set<Aisle>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<Collection> Collections => Set<Collection>();
    public DbSet<Brand> Brands => Set<Brand>();
    public DbSet<Redirect> Redirects => Set<Redirect>();
    public DbSet<ShelfPlace> ShelfPlaces => Set<ShelfPlace>();
    public DbSet<FilterValue> FilterValues => Set<FilterValue>();
    public DbSet<StoredPicture> StoredPictures => Set<StoredPicture>();
    public DbSet<PictureUse> PictureUses => Set<PictureUse>();
    public DbSet<StockItem> StockItems => Set<StockItem>();
    public DbSet<StockMovement> StockMovements => Set<StockMovement>();
    public DbSet<Hold> Holds => Set<Hold>();
    public DbSet<Cart> Carts => Set<Cart>();
    public DbSet<CartLine> CartLines => Set<CartLine>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();
    public DbSet<OrderEvent> OrderEvents => Set<OrderEvent>();
    public DbSet<Parcel> Parcels => Set<Parcel>();
    public DbSet<Payment> Payments => Set<Payment>();
    public DbSet<PaymentEvent> PaymentEvents => Set<PaymentEvent>();
    public DbSet<ShopSettings> Settings => Set<ShopSettings>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<PricePlan> PricePlans => Set<PricePlan>();
    public DbSet<ChangeSet> ChangeSets => Set<ChangeSet>();
    public DbSet<ContentPage> ContentPages => Set<ContentPage>();
    public DbSet<Storefront> Storefronts => Set<Storefront>();
    public DbSet<ContactMessage> ContactMessages => Set<ContactMessage>();
    public DbSet<SynonymGroup> Synonyms => Set<SynonymGroup>();
    public DbSet<SearchDay> SearchDays => Set<SearchDay>();
    public DbSet<MissedSearch> MissedSearches => Set<MissedSearch>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<MailSettings> MailSettings => Set<MailSettings>();
    public DbSet<FieldChange> FieldChanges => Set<FieldChange>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();
    public DbSet<StaffInvitation> StaffInvitations => Set<StaffInvitation>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Address> Addresses => Set<Address>();
    public DbSet<CustomerNote> CustomerNotes => Set<CustomerNote>();
    public DbSet<Segment> Segments => Set<Segment>();
    public DbSet<Wish> Wishes => Set<Wish>();
    public DbSet<StockRequest> StockRequests => Set<StockRequest>();
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<ContactProof> ContactProofs => Set<ContactProof>();
    public DbSet<Operation> Operations => Set<Operation>();
    public DbSet<Seeds.SampleRecord> SampleRecords => Set<Seeds.SampleRecord>();

    /// <summary>What this unit of work changed, for those who keep copies; published after commit by <see cref="ChangeFeed"/>.</summary>
    public HashSet<Change> Changed { get; } = [];

    /// <summary>
    /// What staff are doing with this unit of work: whatever it writes is entered in the log (<see cref="AuditEntry"/>), in the same transaction. Null for
    /// what customers and the shop itself do.
    /// </summary>
    public Deed? Deed { get; set; }

    private Witness seen = new();
    private List<(ChangeSet Set, string Digest)> left = [];
    private string? noted;
    private readonly List<OrderEvent> happened = [];

    /// <summary>What is being noted for the history; null outside <see cref="ChangeAsync"/>.</summary>
    public Recorder? Recording { get; private set; }

    /// <summary>
    /// Runs the work in one write transaction: waits its turn in this process, BEGIN IMMEDIATE, the work, stock that orders moved, save, commit.
    /// Any exception, a <see cref="Refusal"/> too, rolls everything back. Called inside another, it joins that one.
    /// </summary>
    /// <exception cref="ShopBusyException">The turn did not come within <see cref="WriteGate.Patience"/>.</exception>
    public async Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken ct = default)
    {
        if (Database.CurrentTransaction is not null)
        {
            var inner = await work();
            await SaveAsync(ct);
            return inner;
        }

        IDisposable gate;
        using (Backstage.Telemetry.Step("wait for the turn to write")) gate = await WriteGate.For(Database.GetConnectionString()!).WaitAsync(ct);
        using var turn = gate;
        Changed.Clear();
        (seen, left) = (new(), []);
        happened.Clear();
        var (asked, isBegun) = (DateTimeOffset.UtcNow, false);
        try
        {
            await using var transaction = await Database.BeginTransactionAsync(ct);
            isBegun = true;
            var before = await RowsWrittenAsync(ct);
            var result = await work();
            await SaveAsync(ct);
            await LogAsync(before, ct);
            await Stamps.RaiseAsync(this, ct);
            await transaction.CommitAsync(CancellationToken.None);
            foreach (var told in happened) told.Tell();
            return result;
        }
        catch
        {
            Backstage.QuerySpans.TellFailed(asked, isBegun);
            ChangeTracker.Clear();
            Changed.Clear();
            throw;
        }
        finally
        {
            noted = null;
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<Task> work, CancellationToken ct = default) => WriteAsync(async () =>
    {
        await work();
        return true;
    }, ct);

    /// <summary>
    /// <see cref="WriteAsync{T}"/> for staff who change goods or stock: every field that changes is kept with its old and new value as one
    /// <see cref="ChangeSet"/>, in the same transaction, so that it can be seen and taken back.
    /// </summary>
    /// <param name="text">What is done, in words, up to 200 characters.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="at">When.</param>
    /// <param name="work">Changes tracked records, and stock through <see cref="StockRoom"/>.</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="undoes">The change set that is taken back, if any.</param>
    /// <returns>The change set; null when nothing changed.</returns>
    public Task<ChangeSet?> ChangeAsync(string text, Actor by, DateTimeOffset at, Func<Task> work, CancellationToken ct, long? undoes = null) => WriteAsync(async () =>
    {
        Recording = new Recorder();
        try
        {
            await work();
            await SaveAsync(ct);
            if (Recording.Count == 0) return null;

            var said = Recording.Text ?? text;
            var set = new ChangeSet { Text = said.Length > 200 ? said[..200] : said, By = by, At = at, Fields = Recording.Count, Undoes = undoes };
            ChangeSets.Add(set);
            await SaveChangesAsync(ct);
            var rows = Recording.RowsOf(set.Id);
            // Tens of thousands of them after an import: the change tracker would hold the write lock for seconds.
            foreach (var ready in RowBatch.Ready(this, rows)) await ready.WriteAsync(this, ct);
            if (Deed is not null || by.Kind == Actor.StaffKind) left.Add((set, AuditEntry.DigestOf(set, rows)));
            return set;
        }
        finally
        {
            Recording = null;
        }
    }, ct);

    /// <summary>Enters something in the log that changes nothing here: a file that was taken out, an attempt that was refused.</summary>
    /// <param name="what">In words, up to 200 characters.</param>
    /// <param name="ct">Stops the work.</param>
    public Task NoteAsync(string what, CancellationToken ct) => WriteAsync(() =>
    {
        noted = what;
        return Task.CompletedTask;
    }, ct);

    /// <summary>Enters what was written in the log, when staff wrote it.</summary>
    /// <param name="before">Rows written on this connection before.</param>
    /// <param name="ct">Stops it.</param>
    private async Task LogAsync(long before, CancellationToken ct)
    {
        var deed = Deed ?? (left is [var (set, _), ..] ? new Deed(set.By, set.Text, set.At) : null);
        if (deed is null || (noted is null && await RowsWrittenAsync(ct) == before)) return;
        await AuditLog.AppendAsync(this, noted is null ? deed : deed with { What = noted }, seen, left, ct);
        await SaveChangesAsync(ct);
    }

    /// <summary>Rows inserted, changed and deleted on this connection so far, by whatever statement (https://www.sqlite.org/lang_corefunc.html#total_changes).</summary>
    private async Task<long> RowsWrittenAsync(CancellationToken ct) => Deed is null ? 0 : await Database.SqlQuery<long>($"SELECT total_changes() AS Value").SingleAsync(ct);

    /// <summary>Saves what is tracked: the stock orders moved, many new rows of a kind as one statement, then the rest; then counts what customers bought.</summary>
    private async Task SaveAsync(CancellationToken ct)
    {
        foreach (var order in ChangeTracker.Entries<Order>().Select(e => e.Entity).Where(o => o.StockMoves.Count > 0).ToList())
            await OrderStock.ApplyAsync(this, order, ct);
        happened.AddRange(ChangeTracker.Entries<OrderEvent>().Where(e => e.State == EntityState.Added).Select(e => e.Entity));
        if (Deed is not null) seen.Look(ChangeTracker, Recording is not null);
        // A new order is on its card already.
        var buyers = ChangeTracker.Entries<Order>().Where(e => e.State == EntityState.Added ? e.Entity.Status is not OrderStatus.Open : e.Property(o => o.Status).IsModified)
            .Select(e => e.Entity.CustomerId).OfType<long>().ToHashSet();
        await RowBatch.InsertAsync(this, ct);
        await SaveChangesAsync(ct);
        if (buyers.Count > 0) await CustomerCards.CountAsync(this, buyers, ct);
    }

    /// <summary>Raises the version of changed rows that carry one, so that a second editor is refused; notes what changes while a change set is open.</summary>
    /// <remarks>Identity's stores save by themselves: what staff do there is entered in the log as well.</remarks>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Deed is not null && Database.CurrentTransaction is null) return WriteAsync(() => SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken), cancellationToken);
        Recording?.Look(ChangeTracker);
        if (Deed is not null) seen.Look(ChangeTracker, Recording is not null);
        foreach (var entry in ChangeTracker.Entries<Review>().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)) Changed.Add(Change.Reviews(entry.Entity.ProductId));
        foreach (var entry in ChangeTracker.Entries().Where(e => e is { State: EntityState.Modified, Entity: Product or Aisle or Brand or ShopSettings or ContentPage or Storefront }))
            entry.Property("Version").CurrentValue = (int)entry.Property("Version").OriginalValue! + 1;
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>Forgets whose work this was, before the pool gives it to another.</summary>
    public override ValueTask DisposeAsync()
    {
        Deed = null;
        return base.DisposeAsync();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public override void Dispose()
    {
        Deed = null;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ShopDb).Assembly);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<DateTimeOffset>().HaveConversion<Mappings.UtcMilliseconds>();
        conventions.Properties<Actor>().HaveConversion<Mappings.ActorText>().HaveMaxLength(160);
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(20);
    }

    /// <inheritdoc/>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;
}
