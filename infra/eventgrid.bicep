// The second step: tells the app of new blobs. Deployed after the code, because Event Grid calls the endpoint before it
// accepts it, and the key in the address is made by the host when it first sees the blob trigger.
targetScope = 'resourceGroup'

@description('Storage account: output storageName of main.bicep.')
param storageName string

@description('Function app: output appName of main.bicep.')
param appName string

@description('Region: that of the storage account.')
param location string = resourceGroup().location

@description('Tags.')
param tags object = {
  application: 'FunctionsPipeline'
}

var functionName = 'RenderArticleEventGrid'
var container = 'articles'

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName
}

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: appName
}

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: '${storageName}-blobs'
  location: location
  tags: tags
  properties: {
    source: account.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

// Only creations: deletions, and whatever Event Grid may lose in a day of trouble, are found by housekeeping, which
// compares the container with the catalog. Hence no dead-letter container either.
resource created 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  // An endpoint cannot be edited: rename this when the address must change, deploy, then delete the old one.
  name: 'articles-created'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/${container}/'
    }
    destination: {
      endpointType: 'WebHook'
      properties: {
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.${functionName}&code=${listKeys('${app.id}/host/default', '2024-11-01').systemKeys.blobs_extension}'
        maxEventsPerBatch: 1
      }
    }
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
  }
}
