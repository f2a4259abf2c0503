// The one storage account: what staff drop, the site, all state, the queues between the functions.

@description('Account name, globally unique.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Redundancy.')
param sku string

@description('How many days deleted and overwritten blobs can be brought back.')
param retentionDays int

// The names are those of src/FunctionsPipeline/Storage/BlobPath.cs; a test compares. $web is Azure's own: switching the
// static website on creates it.
var containers = [
  'articles'
  'reports'
  'state'
  'subscribers'
  'settings'
]

// The app's package; no part of the application's data.
var packageContainer = 'deployments'

var queues = [
  'site-rebuild'
  'syndication'
  'pictures'
  'requests'
  'events'
  'imports'
  'sources'
]

// The host moves a message here that failed too often. Created beforehand so that one can look into them at any time.
var poisonQueues = map(queues, queue => '${queue}-poison')

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    // Only Entra identities; a leaked key cannot exist.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    // No container is public. The static website has an endpoint of its own, which this does not close.
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    isLocalUserEnabled: false
    isSftpEnabled: false
    // A hierarchical namespace cannot be undone and gives nothing that prefixes do not.
    isHnsEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    // The site is public, staff upload from anywhere; identity guards the rest.
    publicNetworkAccess: 'Enabled'
    networkAcls: {
      defaultAction: 'Allow'
      bypass: 'AzureServices'
    }
  }
}

// This version knows staticWebsite; the deploy page keeps the data-plane command as a fallback.
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-08-01' = {
  parent: account
  name: 'default'
  properties: {
    staticWebsite: {
      enabled: true
      indexDocument: 'index.html'
      errorDocument404Path: '404.html'
    }
    // A mistake of staff, or of ours, can be taken back for this long; afterwards it is gone, people who asked to be
    // erased included.
    deleteRetentionPolicy: {
      enabled: true
      days: retentionDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: retentionDays
    }
    // Versions have no end: they would keep erased people and every renewal of every lease.
    isVersioningEnabled: false
    changeFeed: {
      enabled: false
    }
    // No other page reads or writes from a browser.
    cors: {
      corsRules: []
    }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in concat(containers, [packageContainer]): {
    parent: blobs
    name: container
    properties: {
      publicAccess: 'None'
    }
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource storageQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-01-01' = [
  for queue in concat(queues, poisonQueues): {
    parent: queueService
    name: queue
  }
]

// What ages out by itself: AgingOut in src/FunctionsPipeline/Storage; a test compares. Everything else is deleted by the
// code that wrote it, or never.
var agingOut = [
  {
    name: 'raw-events'
    prefix: 'state/events/raw/'
    days: 30
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        for rule in agingOut: {
          name: rule.name
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: [rule.prefix]
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: rule.days
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [
    blobs
  ]
}

output name string = account.name
output packageContainer string = packageContainer
@description('Host name of the static website.')
output siteHost string = replace(replace(account.properties.primaryEndpoints.web, 'https://', ''), '/', '')
output articlesUrl string = '${account.properties.primaryEndpoints.blob}articles'
