#!/bin/sh
# Drops an article and waits until its page is live: storage, Event Grid, functions and site in one go.
#
#   infra/smoke.sh STORAGE_ACCOUNT SITE_URL FUNCTIONS_URL
#
# The article is always the same one, system-check.md, changed a little each time. It stays: publishing and removing a
# page at each deployment would show in readers' feeds. It is dated 2000, so that it is last on every list, and is
# kept out of newsletters. Run it once before any syndication target is set up, and it is not sent to one either.
set -eu

storage=$1
site=${2%/}
functions=${3%/}
mark="Checked $(date -u +%Y-%m-%dT%H:%M:%SZ)"
article=$(mktemp)
trap 'rm -f "$article"' EXIT

wait_for() { # what, address, text expected
  tries=0
  until curl --silent --fail --max-time 20 --header 'Cache-Control: no-cache' "$2" | grep --quiet --fixed-strings "$3"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then
      echo "$1: not seen at $2 within 10 minutes" >&2
      exit 1
    fi
    sleep 10
  done
  echo "$1: ok"
}

wait_for 'health' "$functions/api/health" ''

cat > "$article" << ARTICLE
---
title: System check
slug: system-check
date: 2000-01-01
newsletter: false
summary: This page shows that publishing works.
---

This page is updated at each deployment, to check that an article becomes a page.

$mark.
ARTICLE

az storage blob upload --account-name "$storage" --auth-mode login --container-name articles --name system-check.md \
  --file "$article" --overwrite --output none

wait_for 'page' "$site/system-check/" "$mark"
