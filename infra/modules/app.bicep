// The function app: Flex Consumption, .NET isolated, signed in as its user-assigned identity everywhere.

@description('App name, globally unique.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the same identity.')
param identityClientId string

@description('Storage account.')
param storageName string

@description('Container that holds the published package.')
param packageContainer string

@description('Address of the vault, with a slash at the end.')
param vaultUri string

@description('Application Insights.')
param insightsName string

@description('Public address of the site, no slash at the end.')
param siteBaseUrl string

@description('Public address below which api/... answers, no slash at the end.')
param functionsBaseUrl string

@description('true: Front Door is in front of the app.')
param withFrontDoor bool

@description('Front Door\'s id. Empty without Front Door.')
param frontDoorId string

@description('global or eu.')
param sendGridRegion string

@description('true: nothing is delivered.')
param sendGridSandboxMode bool

@description('How staff sign in to the desk: mail, by a mailed link; app-service, by App Service authentication, which you set up.')
@allowed(['mail', 'app-service'])
param deskAuthentication string

@description('Syndication targets that need a secret.')
param targetsWithSecret string[]

@description('Memory of an instance.')
param instanceMemoryMB int

@description('Most instances at a time.')
param maximumInstanceCount int

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

// With Front Door the app answers only to it, and to Event Grid, which knows the app by its own name. Without it, to all.
var onlyFrontDoor = [
  {
    name: 'front-door'
    priority: 100
    action: 'Allow'
    tag: 'ServiceTag'
    ipAddress: 'AzureFrontDoor.Backend'
    headers: {
      'x-azure-fdid': [frontDoorId]
    }
  }
  {
    name: 'event-grid'
    priority: 110
    action: 'Allow'
    tag: 'ServiceTag'
    ipAddress: 'AzureEventGrid'
  }
]

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // Which identity opens the vault; without it Azure would try the system-assigned one, which does not exist.
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      // The forms live on the site; no other page may call the functions from a browser. Cookies play no part.
      cors: {
        allowedOrigins: [siteBaseUrl]
        supportCredentials: false
      }
      ipSecurityRestrictions: withFrontDoor ? onlyFrontDoor : []
      ipSecurityRestrictionsDefaultAction: withFrontDoor ? 'Deny' : 'Allow'
      // The publishing endpoint is guarded by Entra sign-in alone (basic sign-in is off below).
      scmIpSecurityRestrictionsUseMain: false
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        triggers: {
          http: {
            // Forms and webhook posts are short and wait for storage most of the time.
            perInstanceConcurrency: 32
          }
        }
      }
    }
  }

  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource noPublishPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

var targetSecrets = toObject(
  targetsWithSecret,
  target => 'Targets__${target}__Secret',
  target => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/Targets--${target}--Secret)'
)

// Each of them is listed in src/FunctionsPipeline.Functions/AppSettings.cs; a test compares. Secrets are named without a
// version: Azure picks up a new one within a day, at once after a restart.
resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: {
    // Composed rather than read from the account, whose own addresses end in a slash.
    AzureWebJobsStorage__blobServiceUri: 'https://${storageName}.blob.${environment().suffixes.storage}'
    AzureWebJobsStorage__queueServiceUri: 'https://${storageName}.queue.${environment().suffixes.storage}'
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    SiteBaseUrl: siteBaseUrl
    FunctionsBaseUrl: functionsBaseUrl
    // Azure's own front end is one proxy, Front Door another.
    TrustedProxies: withFrontDoor ? '2' : '1'
    SendGrid__ApiKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/SendGrid--ApiKey)'
    SendGrid__WebhookPublicKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/SendGrid--WebhookPublicKey)'
    SendGrid__Region: sendGridRegion
    SendGrid__SandboxMode: string(sendGridSandboxMode)
    Desk__Authentication: deskAuthentication
    Links__SigningKeys: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/Links--SigningKeys)'
    Subscribers__ShardKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/Subscribers--ShardKey)'
    Subscribers__SuppressionKeys: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/Subscribers--SuppressionKeys)'
    // Event Grid announces new blobs (eventgrid.bicep); Flex Consumption cannot scan a container.
    'AzureWebJobs.RenderArticleScan.Disabled': 'true'
    APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    ...targetSecrets
  }
}

output name string = app.name
