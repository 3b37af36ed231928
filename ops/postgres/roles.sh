#!/usr/bin/env bash
# The three roles as whom the server connects (README.md, "Three roles"). The container of PostgreSQL runs it once, on an empty volume.
set -euo pipefail
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="$CASESTUDIES_DB_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role casestudies_owner login password :'password';
create role casestudies login password :'password';
create role casestudies_background login password :'password';
alter database casestudies owner to casestudies_owner;
revoke all on database casestudies from public;
grant connect on database casestudies to casestudies, casestudies_background;
SQL
