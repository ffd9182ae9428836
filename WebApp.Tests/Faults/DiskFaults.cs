// The disk: full, failing, slow, without power; and another who holds the database's lock.
using System.Globalization;
using System.Net;
using Makola.Backstage;

namespace Makola.Tests.Faults;

/// <summary>Rows of the matrix about the disk.</summary>
internal static class DiskFaults
{
    private static string? NoMount => Disk.CanMount ? null : Disk.WhyNot;

    /// <summary>The rows.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("R2", "power", "the disk loses its power while people buy; everything not synced is gone")
        {
            HappenAsync = PowerCutAsync, MayRepeatMail = true, Disk = Disk.WithPowerSwitch, Obstacle = () => NoMount, Rounds = (10, 20),
            Meanwhile = (Cell.IsSilent, Cell.IsSilent, Cell.IsSilent),
        },
        new("R3", "disk full", "the disk fills up while people buy, and has room again later")
        {
            HappenAsync = FullAsync, MayRepeatMail = true, Disk = () => Disk.OfMegabytes(16), Obstacle = () => NoMount, Rounds = (1, 3),
            Meanwhile = (Cell.Works, Cell.WorksOrAsksToWait, Cell.Works),
        },
        new("R4", "second writer", "another process holds the database's lock for ten seconds")
        {
            HappenAsync = LockedAsync, MayRepeatMail = true, Rounds = (1, 3), Meanwhile = (Cell.Works, Cell.AsksToWait, Cell.Works),
        },
        new("R6-sync", "disk error", "one fsync in seven fails with EIO")
        {
            HappenAsync = trial => FailingAsync(trial, "fsync,fdatasync", "error=EIO:when=3+7"), MayRepeatMail = true, Obstacle = () => Strace.WhyNot, Rounds = (1, 3),
            Meanwhile = (Cell.Works, Cell.WorksOrAsksToWait, Cell.Works),
        },
        new("R6-write", "disk error", "one write in sixty finds no space")
        {
            HappenAsync = trial => FailingAsync(trial, "pwrite64", "error=ENOSPC:when=20+60"), MayRepeatMail = true, Obstacle = () => Strace.WhyNot, Rounds = (1, 3),
            Meanwhile = (Cell.Works, Cell.WorksOrAsksToWait, Cell.Works),
        },
        new("R6-slow", "slow disk", "each fsync takes 200 ms longer")
        {
            HappenAsync = trial => FailingAsync(trial, "fsync,fdatasync", "delay_enter=200000"), Obstacle = () => Strace.WhyNot, Rounds = (1, 3),
            Meanwhile = (Cell.Works, Cell.WorksOrAsksToWait, Cell.Works),
        },
    ];

    private static async Task PowerCutAsync(Trial trial)
    {
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        await Task.Delay(Random.Shared.Next(0, 900));
        trial.Shop.Signal("STOP"); // A machine without power answers nobody between the cut and the kill.
        trial.Disk.CutPower();
        await trial.Shop.KillAsync();
        await trial.LookAsync();
        await trial.Shoppers.StopAsync();
        trial.Disk.PowerOn();
        await trial.Shop.RestartAsync();
        trial.Say(string.Create(CultureInfo.InvariantCulture, $"  power cut and back; the shop answered {trial.Shop.StartedIn.TotalSeconds:0.00} s after it was started"));
    }

    /// <summary>Filled while the write-ahead log is empty, so that the next order finds no room; given back by taking the filling away.</summary>
    private static async Task FullAsync(Trial trial)
    {
        var (busy, filling) = (trial.Shoppers.Busy, Path.Combine(trial.Disk.Folder, "filling"));
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        Assert.False(await SaysItIsFullAsync(trial));
        await Trial.UntilAsync("the log is empty", () => trial.Shop.Scalar<int>("PRAGMA wal_checkpoint(TRUNCATE)") == 0);
        Disk.Fill(filling);
        await Trial.UntilAsync("the disk is full", () => trial.Shoppers.Busy > busy + 20);
        await trial.LookAsync();
        trial.Say($"  disk full: {trial.Shoppers.Busy - busy} buyers were asked to wait");
        Assert.False(File.Exists(Path.Combine(trial.Shop.Data, SceneStore.File)), "Scenes were kept in the last room there was for orders.");
        await Trial.UntilAsync("staff and machines read why", () => SaysItIsFullAsync(trial));
        File.Delete(filling);
        await trial.Shoppers.SomeOrderedAsync();
        await Trial.UntilAsync("nobody reads of it any more", async () => !await SaysItIsFullAsync(trial));
    }

    /// <summary>
    /// Whether it is said that the folder cannot be written to, to staff with what to do, and to machines. (That little is free both say of so small a disk at any
    /// time.) One of them may have looked a moment before the other.
    /// </summary>
    private static async Task<bool> SaysItIsFullAsync(Trial trial)
    {
        const string what = "It cannot be written to.";
        using var machine = trial.Shop.NewBuyer();
        var ready = (await machine.GetAsync("/health/ready")).Expect(HttpStatusCode.ServiceUnavailable);
        var system = (await trial.Efua.GetAsync("/office/system")).Expect(HttpStatusCode.OK);
        var folder = system.Html.QuerySelectorAll(".change").Single(finding => finding.QuerySelector("strong")!.TextContent == "Data folder");
        var isToldStaff = folder.TextContent.Contains(what, StringComparison.Ordinal);
        Assert.Equal(isToldStaff, folder.QuerySelector(".chip[data-state=trouble]") is not null);
        Assert.Equal(isToldStaff, folder.TextContent.Contains("Look whether its disk is full", StringComparison.Ordinal));
        return isToldStaff && ready.Body.Contains($"Data folder: {what}", StringComparison.Ordinal);
    }

    private static async Task LockedAsync(Trial trial)
    {
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        var busy = trial.Shoppers.Busy;
        await using (var other = trial.Shop.Sql())
        {
            RunningShop.Execute(other, "BEGIN IMMEDIATE");
            var held = Task.Delay(TimeSpan.FromSeconds(10));
            await trial.LookAsync();
            await held;
            RunningShop.Execute(other, "ROLLBACK");
        }

        trial.Say($"  locked for ten seconds: {trial.Shoppers.Busy - busy} buyers were asked to wait");
        await trial.Shoppers.SomeOrderedAsync();
    }

    private static async Task FailingAsync(Trial trial, string calls, string what)
    {
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        var (busy, acknowledged) = (trial.Shoppers.Busy, trial.Shoppers.Acknowledged.Count);
        await using (var strace = await Strace.IntoAsync(trial.Shop.ProcessId, calls, what))
        {
            await Trial.UntilAsync("system calls failed", () => strace.Injected >= (trial.IsLong ? 200 : 20));
            await trial.LookAsync();
            trial.Say($"  {strace.Injected} calls of {calls} with {what}: {trial.Shoppers.Acknowledged.Count - acknowledged} orders taken, {trial.Shoppers.Busy - busy} buyers asked to wait");
        }

        await trial.Shoppers.SomeOrderedAsync();
    }
}
