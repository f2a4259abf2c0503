// Who may do what, all in one place. A test holds the app's roles against the calls that the code makes.

@description('Principal id of the app\'s identity.')
param appPrincipalId string

@description('Storage account.')
param storageName string

@description('Key vault.')
param vaultName string

@description('Application Insights.')
param insightsName string

@description('Whether the app is barred from writing to the container "articles".')
param protectArticles bool

@description('Object id of the staff group, or empty.')
param staffGroupId string

@description('Object id of the person or group that runs the system, or empty.')
param operatorId string

@description('What operatorId names: User or Group.')
param operatorType string

@description('Object id of the deploy workflow\'s service principal, or empty.')
param deployerId string

var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageBlobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
}

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: storageName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource articles 'containers' existing = {
      name: 'articles'
    }

    resource reports 'containers' existing = {
      name: 'reports'
    }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// ---------------------------------------------------------------- the app

// What staff drop is never changed by us. The code keeps that promise; this condition keeps it for the code.
var blobActions = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var changes = ['write', 'add/action', 'delete', 'move/action']
var isNoChange = join(map(changes, change => '!(ActionMatches{\'${blobActions}/${change}\'})'), ' AND ')
var isElsewhere = '@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringNotEquals \'articles\''
var articlesAreReadOnly = '((${isNoChange}) OR (${isElsewhere}))'

// Owner and not Contributor: the host asks for it for its own containers, leases and receipts (identity-based
// AzureWebJobsStorage).
resource appBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, roles.storageBlobDataOwner)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    condition: protectArticles ? articlesAreReadOnly : null
    conditionVersion: protectArticles ? '2.0' : null
  }
}

// Our queues, their poison queues, and the host's own queue behind the blob trigger.
resource appQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, appPrincipalId, roles.storageQueueDataContributor)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageQueueDataContributor
    )
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, roles.keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource appLogs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appPrincipalId, roles.monitoringMetricsPublisher)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

// ---------------------------------------------------------------- staff: STAFF.md

resource staffArticles 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(staffGroupId)) {
  name: guid(account::blobs::articles.id, staffGroupId, roles.storageBlobDataContributor)
  scope: account::blobs::articles
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageBlobDataContributor
    )
    principalId: staffGroupId
    principalType: 'Group'
  }
}

resource staffReports 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(staffGroupId)) {
  name: guid(account::blobs::reports.id, staffGroupId, roles.storageBlobDataReader)
  scope: account::blobs::reports
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataReader)
    principalId: staffGroupId
    principalType: 'Group'
  }
}

// ---------------------------------------------------------------- the operator

resource operatorBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(account.id, operatorId, roles.storageBlobDataContributor)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageBlobDataContributor
    )
    principalId: operatorId
    principalType: operatorType
  }
}

resource operatorQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(account.id, operatorId, roles.storageQueueDataContributor)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageQueueDataContributor
    )
    principalId: operatorId
    principalType: operatorType
  }
}

resource operatorSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(vault.id, operatorId, roles.keyVaultSecretsOfficer)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
    principalId: operatorId
    principalType: operatorType
  }
}

// ---------------------------------------------------------------- the deploy workflow

// Its smoke test drops an article.
resource deployerArticles 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(account::blobs::articles.id, deployerId, roles.storageBlobDataContributor)
  scope: account::blobs::articles
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.storageBlobDataContributor
    )
    principalId: deployerId
    principalType: 'ServicePrincipal'
  }
}
