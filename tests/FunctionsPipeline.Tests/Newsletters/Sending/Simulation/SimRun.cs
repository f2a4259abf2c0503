using System.Globalization;
using FunctionsPipeline.Mail;
using FunctionsPipeline.Newsletters.Sending;
using FunctionsPipeline.Newsletters.Sending.Records;
using FunctionsPipeline.Subscribers;

namespace FunctionsPipeline.Tests.Newsletters.Sending.Simulation;

/// <summary>What a run is made of.</summary>
internal sealed record SimSetup
{
    /// <summary>Null: every rule is in force.</summary>
    public KnockOut? Without { get; init; }

    public bool Calm { get; init; }

    public int Processes { get; init; } = 3;

    public int Requests { get; init; } = 6;

    public int RequestSize { get; init; } = 2;

    public int WaveSize { get; init; } = 100_000;

    public int Issues { get; init; } = 1;

    public TimeSpan HoldWindow { get; init; } = FunctionsPipeline.Settings.HoldWindow.Default;

    /// <summary>Staff press the stop button at this time before T; null for a chance of it at a random time.</summary>
    public TimeSpan? StopBefore { get; init; }

    public double StopChance { get; init; } = 0.35;

    public double SkewChance { get; init; } = 0.15;

    /// <summary>Every third person reads French, and the issue exists in it.</summary>
    public bool InTwoLanguages { get; init; }

    public Action<SimFaults>? Faults { get; init; }
}

/// <summary>One run from planning to the closed account.</summary>
internal sealed class SimRun
{
    private readonly SimSetup _setup;
    private readonly List<SimNode> _nodes = [];
    private readonly PlainEvents _reader = new();

    public SimRun(int seed, SimSetup setup)
    {
        _setup = setup;
        World = new SimWorld(seed);
        Faults = setup.Calm ? SimFaults.Calm() : SimFaults.Wild(World);
        setup.Faults?.Invoke(Faults);
        Storage = new SimStorage(World);
        Queue = new SimQueue(World);
        Provider = new SimProvider(World, Faults) { OnEvents = Receive, OnDelivered = CheckLanguage };
        Audience = new SimAudience(World, setup.Requests * setup.RequestSize, setup.InTwoLanguages);
        Ids = new SeededIds(World);
        Due = World.Now + TimeSpan.FromMinutes(60);
    }

    public SimWorld World { get; }

    public SimFaults Faults { get; }

    public SimStorage Storage { get; }

    public SimQueue Queue { get; }

    public SimProvider Provider { get; }

    public SimAudience Audience { get; }

    public SimNotices Notices { get; } = new();

    public Nonce Ids { get; }

    public SimSetup Setup => _setup;

    public DateTimeOffset Due { get; }

    public List<Exception> Failures { get; } = [];

    /// <summary>Accounts that were taken at odd moments of the run.</summary>
    public List<IssueAccount> Accounts { get; } = [];

    /// <summary>What the stop button answered last, by issue.</summary>
    public Dictionary<IssueId, StopAnswer> Stops { get; } = [];

    public IReadOnlyList<IssueId> Issues =>
        [.. Enumerable.Range(0, _setup.Issues).Select(i => IssueId.For($"weekly{(char)('a' + i)}", Due))];

    public SimRun Run()
    {
        Begin();
        World.RunUntil(Due + TimeSpan.FromHours(3));
        // Then the storm is over, and what it left must come to an end by itself.
        Faults.Cease();
        World.RunUntil(Due + TimeSpan.FromHours(130));
        return this;
    }

    /// <summary>Starts the processes and puts down what will happen; runs nothing yet.</summary>
    public SimRun Begin()
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(World);
        try
        {
            for (var i = 0; i < _setup.Processes; i++)
                Start();
            Schedule();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
        return this;
    }

    /// <summary>Has a fresh process do something, and lets a few minutes pass in which it can.</summary>
    /// <param name="skew">How far its system clock is off.</param>
    public T Ask<T>(Func<SimNode, Task<T>> question, string account = "simulated", TimeSpan skew = default)
    {
        Task<T>? task = null;
        World.In(TimeSpan.Zero, () => task = question(new SimNode(this, skew, account)));
        World.RunUntil(World.Now + TimeSpan.FromMinutes(2));
        return task is { IsCompletedSuccessfully: true }
            ? task.Result
            : throw new InvalidOperationException("No answer.", task?.Exception);
    }

    /// <inheritdoc cref="Ask{T}"/>
    public void Tell(Func<SimNode, Task> work, string account = "simulated", TimeSpan skew = default) =>
        Ask(
            async node =>
            {
                await work(node);
                return true;
            },
            account,
            skew
        );

    public int Starts { get; private set; }

    private void Start()
    {
        Starts++;
        var skew = World.Chance(_setup.Calm ? 0 : _setup.SkewChance)
            ? World.Between(-1200, 1200)
            : World.Between(-5, 5);
        _nodes.Add(new SimNode(this, skew));
    }

    private void Schedule()
    {
        foreach (var issue in Issues)
        {
            World.At(Due - _setup.HoldWindow + World.Between(0, 120), () => Plan(issue));
            if (_setup.StopBefore is not null || World.Chance(_setup.StopChance))
                World.At(Due - (_setup.StopBefore ?? World.Between(300, 2700)), () => PressStop(issue));
            for (var i = 0; i < 3; i++)
                World.At(Due + World.Between(-2600, 3600), () => Look(issue));
        }
        Queue.OnVisible = PumpAll;
        EachMinute();
    }

    private void EachMinute()
    {
        PumpAll();
        // A host may run two timers at once when it moves from one instance to another.
        var ticks = World.Chance(_setup.Calm ? 0 : 0.2) ? 2 : 1;
        for (var i = 0; i < ticks && PickAwake() is { } node; i++)
            node.Do(() => node.Sweep.RunAsync(CancellationToken.None));
        foreach (var node in _nodes.Where(n => n.Process.IsDead).ToList())
        {
            _nodes.Remove(node);
            World.In(World.Between(1, 120), Start);
        }
        World.At(NextTick(), EachMinute);
    }

    /// <summary>Skips the minutes in which nothing is on the agenda: they would only cost the test time.</summary>
    private DateTimeOffset NextTick()
    {
        var minute = World.Now + TimeSpan.FromMinutes(1);
        if (Storage.Peek(SendingPaths.Agenda) is not { } agenda)
            return minute;
        var entries = System.Text.Json.JsonSerializer.Deserialize(agenda, SendingJson.Own.AgendaRecord)!.Issues;
        // Half a day at most, or the ledger would rightly think that no one uses it; and soon while staff may press a
        // button.
        var longest = World.Now < Due + TimeSpan.FromHours(2) ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(12);
        var next = entries.Select(e => e.Next).Append(World.Now + longest).Min();
        return next > minute ? next : minute;
    }

    private void PumpAll()
    {
        foreach (var node in _nodes)
            node.Pump();
    }

    private SimNode? PickAwake()
    {
        var awake = _nodes.Where(n => n.Process.IsAwake).ToList();
        return awake.Count == 0 ? null : awake[World.Random.Next(awake.Count)];
    }

    /// <summary>The composer tries again each minute until there is a plan.</summary>
    private void Plan(IssueId issue)
    {
        if (IsPlanned(issue) || World.Now > Due + TimeSpan.FromMinutes(30))
            return;
        if (PickAwake() is { } node)
            node.Do(() => node.Freezer.FreezeAsync(Draft(issue), CancellationToken.None));
        World.In(TimeSpan.FromMinutes(1), () => Plan(issue));
    }

    private bool IsPlanned(IssueId issue) =>
        Storage.Peek(SendingPaths.Issue(issue)) is { } blob
        && System.Text.Json.JsonSerializer.Deserialize(blob, SendingJson.Own.IssueRecord)!.State != IssueState.Planning;

    public IssueDraft Draft(IssueId issue) =>
        new(
            issue,
            issue.Value.Split('-')[0],
            Due,
            _setup.HoldWindow,
            new AudienceQuery("weekly", Due, []),
            _setup.InTwoLanguages ? PlainContent.InTwoLanguages : PlainContent.OfOneArticle
        );

    /// <summary>How many copies were in another language than the reader's.</summary>
    public int InWrongLanguage { get; private set; }

    private void CheckLanguage(BulkRequest request)
    {
        var content = Draft(Issues[0]).Content;
        InWrongLanguage += request.Recipients.Count(r =>
            request.Content.Subject
            != content.In(content.Serving(Audience.LanguageOf(SubscriberId.Parse(r.RecipientId)))).Mail.Subject
        );
    }

    /// <summary>Staff press again until they are told how it ended.</summary>
    private void PressStop(IssueId issue)
    {
        if (Stops.TryGetValue(issue, out var last) && last.Result is StopResult.Stopped or StopResult.TooLate)
            return;
        if (World.Now > Due + TimeSpan.FromHours(2))
            return;
        if (PickAwake() is { } node)
            node.Do(async () =>
            {
                var answer = await node.Stopping.StopAsync(issue, "staff", CancellationToken.None);
                if (answer.Result != StopResult.Unknown)
                    Stops[issue] = answer;
            });
        World.In(TimeSpan.FromSeconds(60), () => PressStop(issue));
    }

    private void Look(IssueId issue)
    {
        if (PickAwake() is { } node)
            node.Do(async () =>
            {
                if (
                    await node.Reader.AccountAsync(issue, CancellationToken.None) is { } account
                    && account.Candidates > 0
                )
                    Accounts.Add(account);
            });
    }

    /// <summary>The webhook: stored and answered; the provider repeats what was not.</summary>
    private void Receive(IReadOnlyList<MailEvent> events)
    {
        if (PickAwake() is not { } node)
        {
            World.In(TimeSpan.FromMinutes(5), () => Receive(events));
            return;
        }
        var stored = false;
        node.Do(async () =>
        {
            await node.Inbox.StoreAsync(PlainEvents.Write(events), CancellationToken.None);
            stored = true;
        });
        World.In(
            TimeSpan.FromMinutes(10),
            () =>
            {
                if (!stored)
                    Receive(events);
            }
        );
    }

    private sealed class SeededIds(SimWorld world) : Nonce
    {
        public override string Next() => world.Random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
    }
}
