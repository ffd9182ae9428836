// The night of the backup, with a clock that is set by hand: one that failed or was cut off is tried again, a few times and not without end.
using Makola.Data.Backups;
using Makola.Domain.Operations;
using Makola.Jobs;
using Makola.Web;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Makola.Tests.Jobs;

public sealed class BackUpTests : IAsyncLifetime
{
    private readonly string _data = Watchman.NewFolder("night");
    private readonly Night _night = new();
    private ServiceProvider _services = null!;
    private Operations _operations = null!;
    private BackUp _job = null!;

    private string Folder => Path.Combine(_data, "backups");

    public async ValueTask InitializeAsync()
    {
        await Cast.PutIntoAsync(_data);
        _night.Now = DateTimeOffset.UtcNow.Date.AddDays(2).AddHours(3).AddMinutes(1); // A minute after it is due; the file of the database is older.
        var services = new ServiceCollection().AddScoped(_ => RunningShop.OpenDb(_data));
        services.AddShopPeople();
        _services = services.BuildServiceProvider();
        _operations = new(_services.GetRequiredService<IServiceScopeFactory>(), _night, NullLogger<Operations>.Instance);
        var configuration = new ConfigurationBuilder().Build();
        var backups = new Makola.Data.Backups.Backups(new(_data), _services, _night, configuration);
        var notes = new BackupNotes(new(_data), backups, _night);
        _job = new(new Databases(_data), backups, notes, new(backups, notes, _night, configuration, NullLogger<BackupCopies>.Instance), _operations, _night, NullLogger<BackUp>.Instance);
        await _job.StartAsync(CancellationToken.None);
        for (var patience = 600; patience > 0 && _job.State.NextAt is null; patience--) await Task.Delay(20);
    }

    public async ValueTask DisposeAsync()
    {
        await _job.StopAsync(CancellationToken.None);
        _job.Dispose();
        _operations.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task One_that_was_cut_off_by_a_restart_is_made_up_for_an_hour_later_and_only_once()
    {
        await using (var db = RunningShop.OpenDb(_data))
        {
            db.Operations.Add(new() { Title = "Nightly backup", Page = BackUp.Address, By = Actor.Shop("shop"), StartedAt = _night.Now });
            await db.SaveChangesAsync();
        }

        await _operations.StartAsync(CancellationToken.None); // The shop opens again, two minutes later.
        _night.Now += TimeSpan.FromMinutes(2);
        Assert.Equal("Stopped", await LookAsync());

        _night.Now += TimeSpan.FromMinutes(60);
        Assert.Equal("Stopped Done", await LookAsync());
        var made = Assert.Single(Directory.GetFiles(Folder));

        // Deleted by somebody: it was made.
        File.Delete(made);
        _night.Now += TimeSpan.FromHours(2);
        Assert.Equal("Stopped Done", await LookAsync());
    }

    [Fact]
    public async Task One_that_fails_is_tried_each_hour_and_given_up_until_the_next_night()
    {
        await File.WriteAllTextAsync(Folder, "A file where the folder should be.");
        for (var minutes = 0; minutes < 12 * 60; minutes += 20)
        {
            await LookAsync();
            _night.Now += TimeSpan.FromMinutes(20);
        }

        Assert.Equal("Failed Failed Failed Failed Failed", await LookAsync());
        File.Delete(Folder);
        Assert.Equal("Failed Failed Failed Failed Failed", await LookAsync());

        _night.Now += TimeSpan.FromHours(12); // The next night.
        Assert.Equal("Failed Failed Failed Failed Failed Done", await LookAsync());
    }

    /// <summary>Lets the job look once, and what it begins come to its end.</summary>
    /// <returns>How each try so far ended, in their order.</returns>
    private async Task<string> LookAsync()
    {
        var before = _job.State.NextAt;
        _night.Now += TimeSpan.FromMilliseconds(1); // So that the time of the next look differs.
        _job.Wake();
        for (var patience = 600; _job.State.NextAt is not { } next || next == before; patience--)
        {
            Assert.True(patience > 0, "The job did not look.");
            await Task.Delay(20);
        }

        Assert.Equal(0, _job.State.FailuresInARow);
        for (var patience = 600; ; patience--)
        {
            Assert.True(patience > 0, "The backup did not end.");
            await using var db = RunningShop.OpenDb(_data);
            var tries = await db.Operations.AsNoTracking().OrderBy(o => o.Id).ToListAsync();
            if (tries.TrueForAll(t => t.State != OperationState.Running && _operations.Find(t.Id) is null)) return string.Join(' ', tries.Select(t => t.State));
            await Task.Delay(20);
        }
    }

    private sealed class Night : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Databases(string data) : IDbContextFactory<ShopDb>
    {
        public ShopDb CreateDbContext() => RunningShop.OpenDb(data);
    }
}
