// Logs and metrics, with a lid on what they can cost.

@description('Short name.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Most data a day in GB, as text.')
param dailyCapGb string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: '${name}-logs'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    // Kept without charge.
    retentionInDays: 30
    workspaceCapping: {
      dailyQuotaGb: json(dailyCapGb)
    }
    features: {
      disableLocalAuth: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // The connection string alone is no permission: who sends must hold Monitoring Metrics Publisher.
    DisableLocalAuth: true
    // Visitors' addresses are personal data: Azure writes 0.0.0.0 unless this is true.
    DisableIpMasking: false
  }
}

output workspaceId string = workspace.id
output insightsName string = insights.name
