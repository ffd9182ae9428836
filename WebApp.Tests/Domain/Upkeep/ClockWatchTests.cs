// A clock that is set while the shop runs is noticed; one that a time service keeps is not.
namespace Makola.Tests.Domain.Upkeep;

public sealed class ClockWatchTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(-4, 0)]
    [InlineData(3600, 3600)]
    [InlineData(-86400, -86400)]
    public void A_step_of_five_seconds_or_more_is_noticed_with_its_direction(int set, int noticed)
    {
        var clock = new Machine();
        var watch = new ClockWatch(clock);
        clock.Pass(TimeSpan.FromMinutes(5));
        watch.Look();
        Assert.Null(watch.Step);

        clock.Wall += TimeSpan.FromSeconds(set);
        clock.Pass(TimeSpan.FromSeconds(30));
        watch.Look();
        clock.Pass(TimeSpan.FromSeconds(30));
        watch.Look();

        Assert.Equal(noticed == 0 ? null : TimeSpan.FromSeconds(noticed), watch.Step?.By);
    }

    [Theory]
    [InlineData(0.2, "200 ms")]
    [InlineData(42, "42 s")]
    [InlineData(-300, "5 min")]
    [InlineData(7200, "2 h")]
    [InlineData(864000, "10 days")]
    public void Times_are_said_as_people_say_them(double seconds, string said) => Assert.Equal(said, Spoken.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 KB")]
    [InlineData(1, "1 KB")]
    [InlineData(3 << 20, "3.0 MB")]
    [InlineData(300 << 20, "300 MB")]
    [InlineData(5_368_709_120, "5.0 GB")]
    public void Sizes_are_said_as_people_say_them(long bytes, string said) => Assert.Equal(said, Spoken.Size(bytes));

    private sealed class Machine : TimeProvider
    {
        private long counter;

        public DateTimeOffset Wall { get; set; } = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => (Wall, counter) = (Wall + time, counter + time.Ticks);

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => counter;
    }
}
