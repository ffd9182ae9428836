var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "makola");
app.Run();
public partial class Program;
