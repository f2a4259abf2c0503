using './main.bicep'

// What differs from one organisation to another; everything else has a default in main.bicep.
param name = 'clinic'
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', '')
param staffGroupId = readEnvironmentVariable('STAFF_GROUP_ID', '')
param operatorId = readEnvironmentVariable('OPERATOR_ID', '')
param deployerId = readEnvironmentVariable('DEPLOYER_ID', '')
param customDomain = readEnvironmentVariable('CUSTOM_DOMAIN', '')
param sendGridRegion = 'global'
