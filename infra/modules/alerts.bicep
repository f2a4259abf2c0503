// Mail when a person is needed, and only then. Each rule names what to do in README.md, "When mail comes".
// The app writes one log line per happening that begins with its name (README.md, "What the app emits"). Lines and not
// metrics, because lines pass through any host and any exporter unchanged.

@description('Short name.')
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Receives the mail.')
param email string

@description('Log Analytics workspace.')
param workspaceId string

@description('Budget a month.')
param monthlyBudget int

@description('First day of the budget\'s first month.')
param budgetStart string

resource mail 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-mail'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take(name, 12)
    enabled: true
    emailReceivers: [
      {
        name: 'mail'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// Every 15 minutes: the cheapest frequency, and nothing here burns faster.
var rules = [
  {
    name: 'poison'
    severity: 1
    description: 'A message failed five times and was put aside.'
    // Either the host's own sentence, or what our housekeeping finds in the poison queues.
    query: 'AppTraces | where Message startswith "fp.poison" or Message has "Message has reached MaxDequeueCount" | summarize Happenings = count()'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
  }
  {
    name: 'render-failed'
    severity: 1
    description: 'An article could not be rendered, through no fault of its author.'
    query: 'AppTraces | where Message startswith "fp.render.failed" | summarize Happenings = count()'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
  }
  {
    name: 'needs-person'
    severity: 0
    description: 'An issue waits for a person: uncertain requests, a halt of all sending, a wrong SendGrid key.'
    query: 'AppTraces | where Message startswith "fp.issue.needs_person" | summarize Happenings = count()'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
  }
  {
    name: 'no-tick'
    severity: 0
    description: 'No timer tick for an hour: nothing is planned or sent. Fires also while no code is published.'
    query: 'AppTraces | where Message startswith "fp.tick" | summarize Happenings = count()'
    operator: 'LessThan'
    threshold: 1
    window: 'PT1H'
  }
]

resource alertRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${name}-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}: ${rule.name}'
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Total'
            metricMeasureColumn: 'Happenings'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [mail.id]
      }
      autoMitigate: true
      // The table exists only once the app has written its first line.
      skipQueryValidation: true
    }
  }
]

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: '${name}-budget'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: budgetStart
    }
    notifications: {
      spent80: {
        enabled: true
        thresholdType: 'Actual'
        operator: 'GreaterThanOrEqualTo'
        threshold: 80
        contactEmails: [email]
      }
      forecast100: {
        enabled: true
        thresholdType: 'Forecasted'
        operator: 'GreaterThanOrEqualTo'
        threshold: 100
        contactEmails: [email]
      }
    }
  }
}
