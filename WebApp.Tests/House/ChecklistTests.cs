// The security checklist names tests that run, and its document says what the list says.
using System.Reflection;

namespace Makola.Tests.House;

public sealed class ChecklistTests
{
    [Fact]
    public void Every_point_names_tests_that_run_or_the_setting_that_keeps_it()
    {
        Assert.All(Checklist.Points, point => Assert.True(point.Tests.Count > 0 || point.Kept.Length > 0, point.Ids));
        Assert.All(Checklist.Points.SelectMany(point => point.Tests), name =>
        {
            var method = typeof(Checklist).Assembly.GetType(name[..name.LastIndexOf('.')])?.GetMethod(name[(name.LastIndexOf('.') + 1)..]);
            var fact = method?.GetCustomAttributes<FactAttribute>().SingleOrDefault(); // A theory is a fact, too.
            Assert.True(fact is { Skip: null, Explicit: false }, $"{name} is no test that runs.");
        });
    }

    [Fact]
    public void The_document_says_what_the_list_says()
    {
        var written = File.ReadAllText(Path.Combine(RunningShop.Repository, "WebApp.Tests", Checklist.FileName));

        Assert.True(Checklist.Write() == written.ReplaceLineEndings("\n"), $"Write it anew: dotnet run --project WebApp.Tests -- asvs");
    }
}
