// The second step: notifies the app of new blobs. Deployed after the code, because Event Grid calls the endpoint before
// it accepts it, and the host creates the key in the address when it first loads the blob trigger.
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

// Only BlobCreated. The host runs the function for each event without looking at its kind, so BlobDeleted would render a
// file that is gone, or render one twice that was deleted and dropped again. Housekeeping compares the container with the
// catalog: it finds deletions, and events that were not delivered within a day. Hence no dead-letter container either.
resource created 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = {
  parent: topic
  // An endpoint cannot be edited: rename this when the address must change, deploy, then delete the old one.
  name: 'articles-created'
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      includedEventTypes: ['Microsoft.Storage.BlobCreated']
      subjectBeginsWith: '/blobServices/default/containers/articles/'
    }
    destination: {
      endpointType: 'WebHook'
      properties: {
        // functionName is mandatory: the Functions host ends when a request without it arrives. A test checks this line.
        endpointUrl: 'https://${app.properties.defaultHostName}/runtime/webhooks/blobs?functionName=Host.Functions.RenderArticleEventGrid&code=${listKeys('${app.id}/host/default', '2024-11-01').systemKeys.blobs_extension}'
        maxEventsPerBatch: 1
      }
    }
    retryPolicy: {
      maxDeliveryAttempts: 30
      eventTimeToLiveInMinutes: 1440
    }
  }
}
