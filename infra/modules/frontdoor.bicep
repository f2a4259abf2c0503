// One host name for site and functions: / goes to the static website, /api/* to the function app.

@description('Short name.')
param name string

@description('Tags.')
param tags object

@description('Host name of the site, for example news.example.org.')
param customDomain string

@description('Host name of the static website.')
param siteHost string

@description('Host name of the function app.')
param appHost string

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: '${name}-front'
  location: 'global'
  tags: tags
  sku: {
    name: 'Standard_AzureFrontDoor'
  }
  properties: {
    // Above the minute that a webhook post may take.
    originResponseTimeoutSeconds: 60
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' = {
  parent: profile
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-06-01' = {
  parent: profile
  name: replace(customDomain, '.', '-')
  properties: {
    hostName: customDomain
    tlsSettings: {
      certificateType: 'ManagedCertificate'
      minimumTlsVersion: 'TLS12'
    }
  }
}

// One origin each, so there is nothing to balance and no probe to pay for.
resource siteGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'site'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
    }
  }

  resource origin 'origins' = {
    name: 'storage'
    properties: {
      hostName: siteHost
      originHostHeader: siteHost
      enforceCertificateNameCheck: true
      enabledState: 'Enabled'
    }
  }
}

resource appGroup 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'functions'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
    }
  }

  resource origin 'origins' = {
    name: 'app'
    properties: {
      hostName: appHost
      originHostHeader: appHost
      enforceCertificateNameCheck: true
      enabledState: 'Enabled'
    }
  }
}

// No cache on either: a page is live the moment it is written, which feeds and mail rely on.
resource siteRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'site'
  properties: {
    originGroup: {
      id: siteGroup.id
    }
    customDomains: [
      {
        id: domain.id
      }
    ]
    patternsToMatch: ['/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Disabled'
    enabledState: 'Enabled'
  }
  dependsOn: [
    siteGroup::origin
  ]
}

resource appRoute 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'functions'
  properties: {
    originGroup: {
      id: appGroup.id
    }
    customDomains: [
      {
        id: domain.id
      }
    ]
    patternsToMatch: ['/api/*']
    supportedProtocols: ['Https']
    httpsRedirect: 'Disabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Disabled'
    enabledState: 'Enabled'
  }
  dependsOn: [
    appGroup::origin
  ]
}

@description('What the app checks in the header X-Azure-FDID.')
output id string = profile.properties.frontDoorId
output host string = endpoint.properties.hostName
output domainValidation string = domain.properties.validationProperties.validationToken
