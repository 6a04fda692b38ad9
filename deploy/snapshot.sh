#!/bin/sh
# Make a snapshot of the archive of a cluster, and delete all but the KEEP last ones, in a node:
#     docker compose exec -T search-1 sh -s <snapshot.sh
# A snapshot takes what the one before has not. What was purged is in those made before, until they go.
set -eu
keep=${KEEP:-14}

ask() { # ask METHOD PATH [BODY]
    curl --silent --show-error --fail-with-body --max-time 3600 --request "$1" \
        --cacert "${AUTHORITY:-config/certificates/ca.pem}" --user "snapshot:$SNAPSHOT_PASSWORD" \
        --header "Content-Type: application/json" ${3:+--data "$3"} \
        "${ADDRESS:-https://$NODE:9200}$2"
}

ask PUT /_snapshot/manchette "{\"type\": \"fs\", \"settings\": {\"location\": \"$SNAPSHOTS\"}}" >/dev/null
made=$(ask PUT "/_snapshot/manchette/$(date -u +%Y%m%dt%H%M%S)?wait_for_completion=true" \
    '{"indices": "manchette-*", "include_global_state": false}')
case $made in
*'"state":"SUCCESS"'*) ;;
*)
    echo "snapshot.sh : la copie n’est pas entière : $made" >&2
    exit 1
    ;;
esac
ask GET "/_cat/snapshots/manchette?h=id" | sort | head -n "-$keep" | while read -r old; do
    ask DELETE "/_snapshot/manchette/$old" >/dev/null
    echo "copie effacée : $old"
done
