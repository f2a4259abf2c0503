// Secrets, and nothing else. They are set by a person (README.md, step 3), never by a deployment: what a deployment is
// given stays in its history.

@description('Vault name, globally unique.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    // Roles instead of access policies: one place to look (access.bicep).
    enableRbacAuthorization: true
    // Losing Subscribers--ShardKey loses every subscriber, so no one can purge it.
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    // The app has no network of its own; identity guards the vault.
    publicNetworkAccess: 'Enabled'
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
