// Everything that FunctionsPipeline needs in Azure, in one resource group. Read from the top down; each module says why.
// A second file, eventgrid.bicep, is deployed after the code (README.md, step 6).
targetScope = 'resourceGroup'

// ---------------------------------------------------------------- what is asked

@description('Short name that all resources share, for example the organisation\'s. Lower-case letters and digits.')
@minLength(3)
@maxLength(11)
param name string

@description('Azure region. Storage, functions and logs live here.')
param location string = resourceGroup().location

@description('Tags on every resource, for the bill and for people who find them later.')
param tags object = {
  application: 'FunctionsPipeline'
}

@description('Receives mail about alerts and the budget. Empty: no alert rules and no budget.')
param alertEmail string = ''

@description('Budget of the resource group a month, in the subscription\'s currency. Mail at 80 % spent and when the forecast passes it. A budget warns; it stops nothing.')
@minValue(1)
param monthlyBudget int = 20

@description('First day of the budget\'s first month. Azure refuses months gone by, hence the present one.')
param budgetStart string = utcNow('yyyy-MM-01')

@description('Object id of the Entra group of staff. They may put files into the container "articles" and read "reports", nothing else. Empty: no one.')
param staffGroupId string = ''

@description('Object id of the person or group that runs the system: reads and repairs all data, sets secrets. Empty: no one.')
param operatorId string = ''

@description('What operatorId names.')
@allowed(['User', 'Group'])
param operatorType string = 'User'

@description('Object id of the service principal of the deploy workflow: its smoke test drops an article. Empty: no workflow.')
param deployerId string = ''

@description('Site\'s own host name, for example news.example.org. Adds Front Door (a monthly base fee). Empty: Azure\'s addresses.')
param customDomain string = ''

@description('Standard_ZRS keeps three copies in three buildings. Standard_LRS where the region has no zones.')
@allowed(['Standard_ZRS', 'Standard_LRS', 'Standard_GZRS', 'Standard_GRS'])
param storageSku string = 'Standard_ZRS'

@description('How many days deleted and overwritten blobs can be brought back. At most 29: people who ask to be erased are gone from everywhere within a month.')
@minValue(1)
@maxValue(29)
param retentionDays int = 14

@description('Memory of one function instance. 512 is enough for a small list and costs a quarter.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances at a time: bounds both the speed of a large issue and the bill of a runaway.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Most log data a day, in GB, as text because Bicep has no fractions. What comes beyond is dropped until midnight UTC.')
param logsDailyCapGb string = '0.3'

@description('Which SendGrid holds the data: that of the account.')
@allowed(['global', 'eu'])
param sendGridRegion string = 'global'

@description('true: SendGrid checks every message and delivers none. For a rehearsal.')
param sendGridSandboxMode bool = false

@description('How staff sign in to the desk: mail, by a mailed link; app-service, by App Service authentication (Entra ID), which you set up yourself.')
@allowed(['mail', 'app-service'])
param deskAuthentication string = 'mail'

@description('Names of the syndication targets in site.yml that need a secret (letters and digits). Each secret is called Targets--NAME--Secret in the vault.')
param targetsWithSecret string[] = []

@description('true: the app\'s role lets it read "articles" but never write or delete there. Turn off only to find out whether the condition causes a problem.')
param protectArticles bool = true

// ---------------------------------------------------------------- names

// Globally unique and the same on every deployment to this group.
var suffix = uniqueString(resourceGroup().id)
var storageName = take('${name}${suffix}', 24)
var vaultName = take('${name}-${suffix}', 24)
var appName = '${name}-${suffix}'
// Computed and not read back, because Front Door must know it before the app exists.
var appHost = '${appName}.azurewebsites.net'
var withFrontDoor = !empty(customDomain)
var withAlerts = !empty(alertEmail)

// ---------------------------------------------------------------- who the app is

// User-assigned: it exists before the app does, so that its roles are in force at the first start.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-app'
  location: location
  tags: tags
}

// ---------------------------------------------------------------- where things are kept

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: storageName
    location: location
    tags: tags
    sku: storageSku
    retentionDays: retentionDays
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: vaultName
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: name
    location: location
    tags: tags
    dailyCapGb: logsDailyCapGb
  }
}

// ---------------------------------------------------------------- the front, if the site has a name of its own

module frontDoor 'modules/frontdoor.bicep' = if (withFrontDoor) {
  name: 'frontdoor'
  params: {
    name: name
    tags: tags
    customDomain: customDomain
    siteHost: storage.outputs.siteHost
    appHost: appHost
  }
}

// ---------------------------------------------------------------- the app

// Roles first: the host opens its storage in its first second.
module access 'modules/access.bicep' = {
  name: 'access'
  params: {
    appPrincipalId: identity.properties.principalId
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    protectArticles: protectArticles
    staffGroupId: staffGroupId
    operatorId: operatorId
    operatorType: operatorType
    deployerId: deployerId
  }
}

var siteBaseUrl = withFrontDoor ? 'https://${customDomain}' : 'https://${storage.outputs.siteHost}'
// The functions answer below it, at /api/...
var functionsBaseUrl = withFrontDoor ? 'https://${customDomain}' : 'https://${appHost}'

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: appName
    location: location
    tags: tags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    vaultUri: vault.outputs.uri
    insightsName: monitoring.outputs.insightsName
    siteBaseUrl: siteBaseUrl
    functionsBaseUrl: functionsBaseUrl
    withFrontDoor: withFrontDoor
    frontDoorId: withFrontDoor ? frontDoor!.outputs.id : ''
    sendGridRegion: sendGridRegion
    sendGridSandboxMode: sendGridSandboxMode
    deskAuthentication: deskAuthentication
    targetsWithSecret: targetsWithSecret
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
  }
  dependsOn: [
    access
  ]
}

// ---------------------------------------------------------------- alerts

module alerts 'modules/alerts.bicep' = if (withAlerts) {
  name: 'alerts'
  params: {
    name: name
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
}

// ---------------------------------------------------------------- what the next steps need

@description('Storage account: articles, site, everything.')
output storageName string = storage.outputs.name

@description('Function app: publish to it; eventgrid.bicep asks for it.')
output appName string = app.outputs.name

@description('Vault: put the secrets here before publishing.')
output vaultName string = vault.outputs.name

@description('Public address of the site.')
output siteBaseUrl string = siteBaseUrl

@description('The functions answer below it, at /api/...')
output functionsBaseUrl string = functionsBaseUrl

@description('Address that staff paste into Storage Explorer or azcopy.')
output articlesUrl string = storage.outputs.articlesUrl

@description('Front Door\'s host: the CNAME of customDomain points here. Empty without customDomain.')
output frontDoorHost string = withFrontDoor ? frontDoor!.outputs.host : ''

@description('Value of the TXT record _dnsauth.CUSTOMDOMAIN. Empty without customDomain.')
output domainValidation string = withFrontDoor ? frontDoor!.outputs.domainValidation : ''
