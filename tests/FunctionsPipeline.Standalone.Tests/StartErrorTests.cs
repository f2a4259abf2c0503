using Azure.Storage.Blobs;
using FunctionsPipeline.Standalone.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace FunctionsPipeline.Standalone.Tests;

/// <summary>What this host cannot run as the real one would, it refuses at the start, by name.</summary>
public sealed class StartErrorTests
{
    private const string Development = "--AzureWebJobsStorage=UseDevelopmentStorage=true";

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var problems = Assert.Throws<HostStartException>(() => Build([typeof(WrongFunctions)], Development)).Problems;
        AssertOne(problems, "'UnknownTrigger'", "parameter 'item'", "'CosmosTriggerAttribute' is not supported", "BlobTrigger, QueueTrigger, TimerTrigger and HttpTrigger");
        AssertOne(problems, "'UnknownOutput'", "'CosmosOutputAttribute' is not supported");
        AssertOne(problems, "'NoTrigger'", "exactly one parameter must carry a trigger");
        AssertOne(problems, "'WrongBlob'", "parameter 'blob'", "Int32 cannot be bound", "BlobClient, Stream, string", "name");
        AssertOne(problems, "'WrongToken'", "parameter 'other'", "String cannot be bound");
        AssertOne(problems, "'WrongTimer'", "parameter 'timer'", "TimerInfo");
        AssertOne(problems, "'WrongMessage'", "parameter 'message'", "IDictionary<String, String> cannot be bound", "QueueMessage");
        AssertOne(problems, "'WrongRequest'", "parameter 'request'", "HttpRequest");
        AssertOne(problems, "'TextResult'", "returns Task<String>", "IResult or IActionResult");
        AssertOne(problems, "'BlobResult'", "returns String", "output bindings are not supported");
        AssertOne(problems, "'BadCron'", "'every day' is not a schedule", "six fields");
        AssertOne(problems, "'BadRoute'", "'api/{unclosed' is not a route");
        AssertOne(problems, "'BadPath'", "begins no token");
        AssertOne(problems, "'BadContainer'", "'Upper_Case' is not a container name");
        AssertOne(problems, "'BadQueue'", "'Upper_Case' is not a queue name");
        AssertOne(problems, "'UnsetSetting'", "needs the app setting 'NotSet'");
        AssertOne(problems, "exists twice", "WrongFunctions", "WrongFunctions");
        AssertOne(problems, "'NotPublic'", "must be public");
        AssertOne(problems, "'SameRouteA' and 'SameRouteB' both answer GET /api/same");
    }

    [Fact]
    public void The_hosts_own_addresses_are_not_for_functions()
    {
        var failure = Assert.Throws<HostStartException>(
            () => Build([typeof(ReservedFunctions)], "--AzureFunctionsJobHost:extensions:http:routePrefix="));
        AssertOne(failure.Problems, "'Reserved'", "'admin/x' begins with a word that the host keeps for itself");
    }

    [Fact]
    public void A_missing_connection_is_told_once_with_the_functions_that_need_it()
    {
        var problem = Assert.Single(Assert.Throws<HostStartException>(() => Build([typeof(StorageFunctions)])).Problems);
        Assert.Contains("Connection 'AzureWebJobsStorage' is not set", problem);
        Assert.Contains("AzureWebJobsStorage__accountName", problem);
        Assert.EndsWith("Needed by: OnBlob, OnTimer.", problem);
    }

    [Fact]
    public void A_connection_string_that_is_none_is_not_repeated()
    {
        var problem = Assert.Single(Assert.Throws<HostStartException>(
            () => Build([typeof(StorageFunctions)], "--AzureWebJobsStorage=AccountKey=secret;what")).Problems);
        Assert.Contains("is set but is not a storage connection string", problem);
        Assert.DoesNotContain("secret", problem);
    }

    [Theory]
    [InlineData("--AzureWebJobsStorage:accountName=someaccount")]
    [InlineData("--AzureWebJobsStorage:blobServiceUri=https://a.blob.example|--AzureWebJobsStorage:queueServiceUri=https://a.queue.example|--AzureWebJobsStorage:credential=managedidentity|--AzureWebJobsStorage:clientId=6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    public void An_identity_is_a_connection_too(string settings)
    {
        using var host = Build([typeof(StorageFunctions)], settings.Split('|'));
        Assert.NotNull(host);
    }

    [Fact]
    public void Half_an_identity_is_refused()
    {
        var problem = Assert.Single(Assert.Throws<HostStartException>(
            () => Build([typeof(StorageFunctions)], "--AzureWebJobsStorage:blobServiceUri=https://a.blob.example")).Problems);
        Assert.Contains("AzureWebJobsStorage__queueServiceUri", problem);
    }

    [Theory]
    [InlineData("--AzureFunctionsJobHost:extensions:queues:batchSize=33", "batchSize")]
    [InlineData("--AzureFunctionsJobHost:extensions:queues:messageEncoding=rot13", "messageEncoding")]
    [InlineData("--AzureFunctionsJobHost:functionTimeout=soon", "functionTimeout")]
    [InlineData("--Standalone:LockDuration=00:00:05", "LockDuration")]
    [InlineData("--Standalone:TrustedProxies=everybody", "TrustedProxies")]
    [InlineData("--AzureFunctionsWebHost:hostid=Upper", "hostid")]
    public void A_setting_out_of_range_is_refused_by_name(string setting, string name)
        => Assert.Contains(name, Assert.Single(Assert.Throws<HostStartException>(() => Build([], setting)).Problems));

    [Theory]
    [InlineData("--AzureWebJobs.OnBlob.Disabled=true|--AzureWebJobs.OnTimer.Disabled=true")]
    [InlineData("--AzureWebJobs_OnBlob_Disabled=1|--AzureWebJobs_OnTimer_Disabled=True")]
    public void What_a_disabled_function_needs_is_not_asked_for(string settings)
    {
        using var host = Build([typeof(StorageFunctions)], settings.Split('|'));
        Assert.NotNull(host);
    }

    private static Microsoft.Extensions.Hosting.IHost Build(Type[] functions, params string[] settings)
        => RunningHost.Build(null, new Probe(), functions, settings);

    private static void AssertOne(IEnumerable<string> problems, params string[] parts)
        => Assert.Single(problems, problem => parts.All(part => problem.Contains(part)));

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class CosmosTriggerAttribute : TriggerBindingAttribute;

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class CosmosOutputAttribute : BindingAttribute;

    public sealed class StorageFunctions
    {
        [Function("OnBlob")]
        public void OnBlob([BlobTrigger("drop/{name}")] BlobClient blob)
        {
        }

        [Function("OnTimer")]
        public void OnTimer([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }
    }

    public sealed class ReservedFunctions
    {
        [Function("Reserved")]
        public IResult Reserved([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "admin/x")] HttpRequest request) => Results.Ok();
    }

    public sealed class WrongFunctions
    {
        [Function("UnknownTrigger")]
        public void UnknownTrigger([CosmosTrigger] string item)
        {
        }

        [Function("UnknownOutput")]
        [CosmosOutput]
        public void UnknownOutput([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }

        [Function("NoTrigger")]
        public void NoTrigger(string item)
        {
        }

        [Function("WrongBlob")]
        public void WrongBlob([BlobTrigger("drop/{name}")] int blob, string name)
        {
        }

        [Function("WrongToken")]
        public void WrongToken([BlobTrigger("drop/{name}")] BlobClient blob, string other)
        {
        }

        [Function("WrongTimer")]
        public void WrongTimer([TimerTrigger("0 0 0 * * *")] string timer)
        {
        }

        [Function("WrongMessage")]
        public void WrongMessage([QueueTrigger("queue")] IDictionary<string, string> message)
        {
        }

        [Function("WrongRequest")]
        public IResult WrongRequest([HttpTrigger(AuthorizationLevel.Anonymous, "get")] string request) => Results.Ok();

        [Function("TextResult")]
        public Task<string> TextResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Task.FromResult("");

        [Function("BlobResult")]
        public string BlobResult([BlobTrigger("drop/{name}")] BlobClient blob) => "";

        [Function("BadCron")]
        public void BadCron([TimerTrigger("every day")] TimerInfo timer)
        {
        }

        [Function("BadRoute")]
        public IResult BadRoute([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{unclosed")] HttpRequest request) => Results.Ok();

        [Function("BadPath")]
        public void BadPath([BlobTrigger("drop/{na me}")] BlobClient blob)
        {
        }

        [Function("BadContainer")]
        public void BadContainer([BlobTrigger("Upper_Case/{name}")] BlobClient blob)
        {
        }

        [Function("BadQueue")]
        public void BadQueue([QueueTrigger("Upper_Case")] string message)
        {
        }

        [Function("UnsetSetting")]
        public void UnsetSetting([TimerTrigger("%NotSet%")] TimerInfo timer)
        {
        }

        [Function("Twice")]
        public void Twice([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }

        [Function("twice")]
        public void TwiceAgain([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }

        [Function("SameRouteA")]
        public IResult SameRouteA([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "same")] HttpRequest request) => Results.Ok();

        [Function("SameRouteB")]
        public IResult SameRouteB([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "same")] HttpRequest request) => Results.Ok();

        [Function("NotPublic")]
        internal void NotPublic([TimerTrigger("0 0 0 * * *")] TimerInfo timer)
        {
        }
    }
}
