using System.Globalization;
using FunctionsPipeline.Catalog.Reports;
using FunctionsPipeline.Subscribers;
using Spectre.Console;

namespace FunctionsPipeline.LocalDev.Demo;

/// <summary>
/// What the demo prints: little, because people look before they read. Plain text where the output is not a terminal.
/// </summary>
internal sealed class DemoConsole(TextWriter output)
{
    /// <summary>What stands before a link on its line.</summary>
    private const int LinkName = 26;

    private readonly IAnsiConsole _console = Terminal.Of(output);

    public void Heading(string text)
    {
        _console.WriteLine();
        _console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{text}[/]");
    }

    public void Show(IReadOnlyList<DroppedFile> files)
    {
        Heading($"Staff drop {files.Count} files");
        var table = Grid("File", "Answer", "Look");
        foreach (var file in files)
        {
            var good = file.Status == ReportStatus.Published;
            table.AddRow(
                Markup.Escape(file.Name),
                Coloured(good ? "published" : "rejected", good ? "green" : "red"),
                Link(file.Look, file.Look.AbsolutePath)
            );
        }
        _console.Write(table);
    }

    public void Show(DemoMoment moment) =>
        _console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"  [bold]{DemoMoment.Clock(moment.At)}[/]  {moment.What}"
        );

    public void Show(IReadOnlyList<DemoPerson> people)
    {
        Heading("What became of it");
        var table = Grid("Address", "Confirmed", "The issue", "And then");
        foreach (var person in people)
        {
            var delivered = person.Expected == "delivered";
            table.AddRow(
                Markup.Escape(person.Address),
                person.Confirms ? "yes" : "[grey]no[/]",
                person.Expected is null
                    ? "[grey]not sent[/]"
                    : Coloured(person.Expected, delivered ? "green" : "yellow"),
                person.LeavesByOneClick ? "left, by one click"
                    : delivered ? "stays"
                    : person.Expected is null ? "[grey]-[/]"
                    : "no more mail"
            );
        }
        _console.Write(table);
    }

    public void Show(Aftermath aftermath)
    {
        Heading("The account of the issue");
        var account = aftermath.Account;
        var table = Grid("", "People");
        table.Columns[1].RightAligned();
        Row(table, "asked for the newsletter", account.Candidates);
        foreach (var reason in AccountWords.Excluded(account.Excluded))
            Row(table, "- " + reason.What, reason.People);
        Row(table, "= recipients", account.Recipients, "bold");
        foreach (var outcome in AccountWords.Outcomes(account))
            Row(table, "  " + outcome.What, outcome.People);
        Row(table, "= accounted for", AccountWords.Outcomes(account).Sum(o => o.People), "bold");
        _console.Write(table);
        var without = AccountWords.Excluded(aftermath.Next.Select(c => c.Excluded).OfType<Exclusion>().CountBy(e => e));
        _console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"It adds up. The next issue would go to {aftermath.Next.Count(c => c.Excluded is null)} of {aftermath.Next.Count} ({string.Join(", ", without.Select(e => $"{e.People} {e.What}"))})."
        );
    }

    public void ShowLinks(DemoStage stage, SentIssue issue)
    {
        Heading("Have a look");
        Add("the site", stage.Address);
        Add("the issue in a mailbox", Message(issue.Mails[0].Id));
        foreach (var person in DemoPerson.All.Where(p => p.Language == "fr"))
        {
            if (stage.Mail.Messages(person.Address).FirstOrDefault(m => issue.Mails.Any(i => i.Id == m.Id)) is { } mail)
                Add("the same in French", Message(mail.Id));
        }
        Add("the preview for staff", Message(issue.Preview.Id));
        Add("its account, for staff", issue.Report);
        Add("the issue on the site", issue.Page);
        Add("the desk, signed in", stage.DeskLink);
        Add("the inbox", stage.Mail.Address);
        Add("behind the scenes", new Uri(stage.Address, "local/"));

        void Add(string what, Uri where) =>
            _console.MarkupLine($"  {what, 2 - LinkName}{Link(where, where.AbsoluteUri)}");

        Uri Message(string id) => new(stage.Mail.Address, $"messages/{id}");
    }

    /// <param name="problem">Null if all is well.</param>
    public void Verdict(string? problem)
    {
        _console.WriteLine();
        _console.MarkupLine(
            problem is null
                ? "[green]Everything is as expected.[/]"
                : $"[red]Not everything is as expected.[/] {Markup.Escape(problem)}"
        );
    }

    private static Table Grid(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumns(columns);
        foreach (var column in table.Columns)
            column.NoWrap();
        return table;
    }

    private static void Row(Table table, string what, int people, string style = "default") =>
        table.AddRow(
            $"[{style}]{Markup.Escape(what)}[/]",
            $"[{style}]{people.ToString(CultureInfo.InvariantCulture)}[/]"
        );

    private static string Coloured(string text, string colour) => $"[{colour}]{Markup.Escape(text)}[/]";

    /// <summary>Where a terminal can hide an address behind a text, a short one is enough.</summary>
    private string Link(Uri address, string text)
    {
        if (!_console.Profile.Capabilities.Links)
            return Markup.Escape(address.AbsoluteUri);
        var room = _console.Profile.Width - LinkName - 1;
        if (text.Length > room && room > 1)
            text = text[..(room - 1)] + "…";
        return $"[link={address.AbsoluteUri}]{Markup.Escape(text)}[/]";
    }
}
